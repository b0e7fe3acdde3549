import { useQueryClient } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answeredWithVersion } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { showToast } from 'shared/parts/toasts';
import { parseColour } from 'shared/theme/colour';
import { Card } from '../../../parts/card';
import { CheckField } from '../../../parts/fields';
import layout from '../../../parts/layout.module.css';
import { SaveBar } from '../../../parts/save-bar';
import { useVersionedForm, type Versioned } from '../../../parts/use-versioned-form';
import { VersionedForm } from '../../../parts/versioned-form';
import { type TextId, useText } from '../../../text';
import { listOf } from '../../people/parts/roles-field';
import { settingsQuery, signInPageQuery } from '../queries';
import { BrandPreview } from './brand-preview';
import { ColourField } from './colour-field';
import { LogoField } from './logo-field';
import { LanguageField, MailDomainsField, TimeZoneField } from './workspace-fields';

type Settings = Schema<'SettingsView'>;

interface Draft {
  locale: Schema<'Locale'>;
  time_zone: string;
  email_domains: string;
  primary: string;
  accent: string;
  /** A data URL, or nothing. */
  logo: string;
  courses_need_review: boolean;
}

const LABELS: Record<keyof Draft, TextId> = {
  locale: 'language',
  time_zone: 'time-zone',
  email_domains: 'mail-domains',
  primary: 'colour.primary',
  accent: 'colour.accent',
  logo: 'logo',
  courses_need_review: 'settings.review',
};

function draftOf(settings: Settings): Draft {
  const { locale, time_zone, email_domains, branding, courses_need_review } = settings;
  return {
    locale,
    time_zone,
    email_domains: email_domains.join(', '),
    primary: branding.primary,
    accent: branding.accent,
    logo: settings.logo ?? '',
    courses_need_review,
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
  const readable = Boolean(parseColour(draft.primary) && parseColour(draft.accent));
  return (
    <VersionedForm
      form={form}
      className={layout.stack}
      ready={readable}
      labels={LABELS}
      shown={(shown, field) => {
        if (field === 'logo') return text(shown.logo ? 'logo.some' : 'logo.none');
        if (field === 'courses_need_review') return text(shown.courses_need_review ? 'yes' : 'no');
        return shown[field];
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
          <LanguageField
            hint={text('settings.language-hint')}
            value={draft.locale}
            fixed={fixed}
            onChange={locale => set('locale', locale)}
          />
          <TimeZoneField value={draft.time_zone} fixed={fixed} onChange={zone => set('time_zone', zone)} />
        </div>
        <MailDomainsField
          value={draft.email_domains}
          fixed={fixed}
          onChange={domains => set('email_domains', domains)}
        />
      </Card>
      <Card title={text('courses.title')}>
        <CheckField
          label={text('settings.review')}
          hint={text('settings.review-hint')}
          checked={draft.courses_need_review}
          disabled={fixed}
          onChange={event => set('courses_need_review', event.target.checked)}
        />
      </Card>
      {!fixed && <SaveBar form={form} />}
    </VersionedForm>
  );
}
