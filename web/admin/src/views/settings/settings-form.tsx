import { useQueryClient } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answeredWithVersion } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { showToast } from 'shared/parts/toasts';
import { parseColour } from 'shared/theme/colour';
import { Card } from '../../parts/card';
import { Conflict } from '../../parts/conflict';
import { SelectField, TextField } from '../../parts/fields';
import layout from '../../parts/layout.module.css';
import { SaveBar } from '../../parts/save-bar';
import { useVersionedForm, type Versioned } from '../../parts/use-versioned-form';
import { settingsQuery, signInPageQuery } from '../../queries';
import { type TextId, useText } from '../../text';
import { listOf } from '../people/roles-field';
import { BrandPreview } from './brand-preview';
import { LOCALE_CHOICES, timeZones } from './choices';
import { ColourField } from './colour-field';
import { LogoField } from './logo-field';

type Settings = Schema<'SettingsView'>;

interface Draft {
  locale: Schema<'Locale'>;
  time_zone: string;
  email_domains: string;
  primary: string;
  accent: string;
  /** A data URL, or nothing. */
  logo: string;
}

const LABELS: Record<keyof Draft, TextId> = {
  locale: 'language',
  time_zone: 'time-zone',
  email_domains: 'mail-domains',
  primary: 'colour.primary',
  accent: 'colour.accent',
  logo: 'logo',
};

function draftOf(settings: Settings): Draft {
  const { locale, time_zone, email_domains, branding } = settings;
  return {
    locale,
    time_zone,
    email_domains: email_domains.join(', '),
    primary: branding.primary,
    accent: branding.accent,
    logo: settings.logo ?? '',
  };
}

export function SettingsForm({ loaded, fixed }: { loaded: Versioned<Settings>; fixed: boolean }) {
  const text = useText();
  const client = useQueryClient();
  const form = useVersionedForm<Settings, Draft>({
    loaded,
    toDraft: draftOf,
    async send({ primary, accent, logo, email_domains, ...rest }, version) {
      // Colours are one thing to the API: what was not changed here is as it stands there now.
      const { branding } = client.getQueryData(settingsQuery.queryKey)?.value ?? loaded.value;
      const colours = { primary: primary ?? branding.primary, accent: accent ?? branding.accent };
      const body: Schema<'SettingsChange'> = {
        ...rest,
        ...(logo !== undefined && { logo: logo || null }),
        ...((primary || accent) && { branding: colours }),
        ...(email_domains !== undefined && { email_domains: listOf(email_domains) }),
      };
      return answeredWithVersion(
        api.PATCH('/v1/admin/workspace', { params: { header: { 'If-Match': version } }, body }),
      );
    },
    async reload() {
      const latest = await answeredWithVersion(api.GET('/v1/admin/workspace'));
      client.setQueryData(settingsQuery.queryKey, latest);
      return latest;
    },
    onSaved(stored) {
      client.setQueryData(settingsQuery.queryKey, stored);
      void client.invalidateQueries({ queryKey: signInPageQuery(stored.value.workspace).queryKey });
      showToast(text('saved'));
    },
  });
  const { draft, set } = form;
  const shown = (field: keyof Draft, of: Draft) =>
    field === 'logo' ? text(of.logo ? 'logo.some' : 'logo.none') : of[field];
  const readable = parseColour(draft.primary) && parseColour(draft.accent);
  return (
    <form
      className={layout.stack}
      onSubmit={event => {
        event.preventDefault();
        if (readable) void form.save();
      }}
    >
      <Card title={text('branding')} lead={text('branding.lead')}>
        <div className={layout.columns}>
          <BrandPreview primary={draft.primary} accent={draft.accent} logo={draft.logo} name={loaded.value.name} />
          <div className={layout.form}>
            <ColourField
              label={text('colour.primary')}
              hint={text('colour.primary-hint')}
              value={draft.primary}
              disabled={fixed}
              onChange={value => set('primary', value)}
            />
            <ColourField
              label={text('colour.accent')}
              hint={text('colour.accent-hint')}
              value={draft.accent}
              disabled={fixed}
              onChange={value => set('accent', value)}
            />
            {!fixed && <LogoField value={draft.logo} onChange={value => set('logo', value)} />}
          </div>
        </div>
      </Card>
      <Card title={text('settings.general')}>
        <div className={layout.pair}>
          <SelectField
            label={text('language')}
            hint={text('settings.language-hint')}
            value={draft.locale}
            disabled={fixed}
            options={LOCALE_CHOICES}
            onChange={event =>
              set('locale', LOCALE_CHOICES.find(each => each.value === event.target.value)?.value ?? draft.locale)
            }
          />
          <SelectField
            label={text('time-zone')}
            value={draft.time_zone}
            disabled={fixed}
            options={timeZones(draft.time_zone)}
            onChange={event => set('time_zone', event.target.value)}
          />
        </div>
        <TextField
          label={text('mail-domains')}
          hint={text('mail-domains.hint')}
          value={draft.email_domains}
          readOnly={fixed}
          onChange={event => set('email_domains', event.target.value)}
        />
        {!fixed && <SaveBar form={form} />}
      </Card>
      {form.clash && (
        <Conflict
          differences={form.clash.fields.map(field => ({
            field,
            label: text(LABELS[field]),
            mine: shown(field, draft),
            theirs: form.clash ? shown(field, form.clash.theirs) : '',
          }))}
          onResolve={form.resolve}
          onClose={form.leaveClash}
        />
      )}
    </form>
  );
}
