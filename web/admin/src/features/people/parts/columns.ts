import { folded } from 'shared/i18n/folding';
import { isAddress, type TableRow } from './people-table';

export const FIELDS = ['name', 'first', 'last', 'email', 'roles', 'region', 'regions'] as const;
export type Field = (typeof FIELDS)[number];

/** The order in which columns are expected where no line names them. */
export const USUAL = ['name', 'email', 'roles', 'region', 'regions'] as const satisfies readonly Field[];

/** How columns are called in English, German, Italian and Hindi, whichever language the page has. */
const NAMES: Record<Field, readonly string[]> = {
  name: [
    'name',
    'full name',
    'display name',
    'vollständiger name',
    'anzeigename',
    'nome',
    'nome completo',
    'nominativo',
    'नाम',
    'पूरा नाम',
  ],
  first: ['first name', 'given name', 'forename', 'vorname', 'nome di battesimo', 'पहला नाम', 'प्रथम नाम'],
  last: [
    'last name',
    'surname',
    'family name',
    'nachname',
    'familienname',
    'zuname',
    'cognome',
    'उपनाम',
    'कुलनाम',
    'अंतिम नाम',
  ],
  email: [
    ...['email', 'e-mail', 'mail', 'email address', 'e-mail address', 'mail address', 'address'],
    ...['e-mail-adresse', 'mailadresse', 'adresse', 'indirizzo', 'indirizzo e-mail', 'posta elettronica'],
    ...['ईमेल', 'ई-मेल', 'ईमेल पता', 'ई-मेल पता'],
  ],
  roles: ['role', 'roles', 'rolle', 'rollen', 'ruolo', 'ruoli', 'भूमिका', 'भूमिकाएँ'],
  region: ['region', 'location', 'site', 'standort', 'area', 'regione', 'sede', 'क्षेत्र'],
  regions: [
    'regions',
    'administered regions',
    'regionen',
    'verwaltete regionen',
    'aree',
    'regioni',
    'aree amministrate',
    'प्रशासित क्षेत्र',
  ],
};

/** Letters alone: `E-Mail-Adresse`, `email_address` and `First name *` are what they say. */
const plain = (name: string) => folded(name).replace(/[\s\p{P}\p{S}]+/gu, '');

const BY_NAME = new Map(FIELDS.flatMap(field => NAMES[field].map(name => [plain(name), field] as const)));

/** What the columns hold: by a first row that names them, else by where the addresses stand. */
export function columnsOf(table: readonly TableRow[]): { columns: readonly (Field | undefined)[]; named: boolean } {
  const head = table[0]?.cells ?? [];
  const columns = head.map(cell => BY_NAME.get(plain(cell)));
  const named = !head.some(isAddress) && columns.includes('email');
  if (!named) return { columns: unnamed(table), named };
  // "Nome, Cognome" and "Name, Vorname": the column that could be the whole name is the other half of it.
  const half = columns.includes('last') ? 'first' : columns.includes('first') ? 'last' : undefined;
  const other = half && !columns.includes(half) ? half : undefined;
  return { columns: other ? columns.map(field => (field === 'name' ? other : field)) : columns, named };
}

function unnamed(table: readonly TableRow[]): readonly Field[] {
  const counts = new Map<number, number>();
  for (const { cells } of table) {
    const at = cells.findIndex(isAddress);
    if (at >= 0) counts.set(at, (counts.get(at) ?? 0) + 1);
  }
  const [most = 1] = [...counts].sort(([, one], [, other]) => other - one)[0] ?? [];
  const others = USUAL.filter(field => field !== 'email');
  return most > others.length ? USUAL : [...others.slice(0, most), 'email', ...others.slice(most)];
}
