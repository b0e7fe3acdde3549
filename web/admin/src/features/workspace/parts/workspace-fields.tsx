import type { ReactNode } from 'react';
import type { Schema } from 'shared/api/schemas';
import { isLocale, LOCALE_NAMES, LOCALES } from 'shared/i18n/locales';
import { SelectField, TextField } from '../../../parts/fields';
import { useText } from '../../../text';

interface FieldProps<Value> {
  value: Value;
  fixed?: boolean;
  hint?: ReactNode;
  onChange: (value: Value) => void;
}

/** The languages of the pages, each by its own name, and the one that is set: a program may have chosen one that only e-mails have. */
function languages(current: Schema<'Locale'>): { value: Schema<'Locale'>; label: string }[] {
  const offered = LOCALES.map(value => ({ value, label: LOCALE_NAMES[value] }));
  if (isLocale(current)) return offered;
  const label = new Intl.DisplayNames(current, { type: 'language' }).of(current) ?? current;
  return [...offered, { value: current, label }];
}

/** Those that the browser knows, and the one that is set. */
function timeZones(current: string): { value: string; label: string }[] {
  const known = new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), current]);
  return [...known].toSorted().map(zone => ({ value: zone, label: zone.replaceAll('_', ' ') }));
}

export function LanguageField({ value, fixed, hint, onChange }: FieldProps<Schema<'Locale'>>) {
  const text = useText();
  const choices = languages(value);
  return (
    <SelectField
      label={text('language')}
      hint={hint}
      value={value}
      disabled={fixed}
      options={choices}
      onChange={event => onChange(choices.find(each => each.value === event.target.value)?.value ?? value)}
    />
  );
}

export function TimeZoneField({ value, fixed, onChange }: FieldProps<string>) {
  const text = useText();
  return (
    <SelectField
      label={text('time-zone')}
      value={value}
      disabled={fixed}
      options={timeZones(value)}
      onChange={event => onChange(event.target.value)}
    />
  );
}

export function MailDomainsField({ value, fixed, hint, onChange }: FieldProps<string>) {
  const text = useText();
  return (
    <TextField
      label={text('mail-domains')}
      hint={hint ?? text('mail-domains.hint')}
      value={value}
      readOnly={fixed}
      onChange={event => onChange(event.target.value)}
    />
  );
}

export function TierField({ value, fixed, onChange }: FieldProps<Schema<'Tier'>>) {
  const text = useText();
  return (
    <SelectField
      label={text('tier')}
      value={value}
      disabled={fixed}
      options={[
        { value: 'standard', label: text('tier.standard') },
        { value: 'large', label: text('tier.large') },
      ]}
      onChange={event => onChange(event.target.value === 'large' ? 'large' : 'standard')}
    />
  );
}
