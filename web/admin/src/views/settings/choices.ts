import type { Schema } from 'shared/api/schemas';

/** Each language by its own name: those that letters are written in, of which the pages speak some. */
export const LOCALE_CHOICES: readonly { value: Schema<'Locale'>; label: string }[] = [
  { value: 'en', label: 'English' },
  { value: 'de', label: 'Deutsch' },
  { value: 'fr', label: 'Français' },
  { value: 'it', label: 'Italiano' },
  { value: 'es', label: 'Español' },
  { value: 'hi', label: 'हिन्दी' },
];

/** Those that the browser knows, and the one that is set. */
export function timeZones(current: string): { value: string; label: string }[] {
  const known = new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), current]);
  return [...known].toSorted().map(zone => ({ value: zone, label: zone.replaceAll('_', ' ') }));
}
