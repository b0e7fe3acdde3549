import type { Schema } from 'shared/api/schemas';

export interface BulkRow {
  /** Counted from 1, as people see it in their file. */
  line: number;
  member: Schema<'NewMember'>;
  result?: 'invited' | 'refused';
  detail?: string;
  memberId?: string;
}

const FIELDS = ['name', 'email', 'roles', 'region', 'regions'] as const;
type Field = (typeof FIELDS)[number];

/** The order in which columns are expected where no line names them. */
const USUAL: readonly Field[] = ['name', 'email', 'roles', 'region', 'regions'];

function list(text: string | undefined): string[] {
  return (text ?? '')
    .split(/[;|/]/)
    .map(each => each.trim())
    .filter(each => each !== '');
}

function memberOf(values: Partial<Record<Field, string>>): Schema<'NewMember'> {
  const regions = list(values.regions);
  return {
    name: values.name ?? '',
    email: values.email ?? '',
    // The API says which roles there are, row by row.
    roles: list(values.roles).map(role => role.toLowerCase().replaceAll(' ', '_')) as Schema<'Role'>[],
    ...(values.region && { region: values.region }),
    ...(regions.length > 0 && { regions }),
  };
}

/** The rows of a table, and the lines without name or address. A first line that names the columns says what they are. */
export function readRows(table: readonly (readonly string[])[]): { rows: BulkRow[]; faults: number[] } {
  const names = table[0]?.map(cell => cell.toLowerCase()) ?? [];
  const named = names.includes('email') || names.includes('e-mail');
  const order = named ? names.map(name => (name === 'e-mail' ? 'email' : name)) : USUAL;
  const rows: BulkRow[] = [];
  const faults: number[] = [];
  for (const [index, cells] of table.entries()) {
    if (named && index === 0) continue;
    const values: Partial<Record<Field, string>> = {};
    for (const field of FIELDS) {
      const value = cells[order.indexOf(field)];
      if (value) values[field] = value;
    }
    if (values.name && values.email?.includes('@')) rows.push({ line: index + 1, member: memberOf(values) });
    else faults.push(index + 1);
  }
  return { rows, faults };
}

/** Rows as text again, to be corrected. */
export function writeRows(rows: readonly BulkRow[]): string {
  const cell = (value: string) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const lines = rows.map(({ member }) =>
    [member.name, member.email, (member.roles ?? []).join(';'), member.region ?? '', (member.regions ?? []).join(';')]
      .map(cell)
      .join(','),
  );
  return [USUAL.join(','), ...lines].join('\n');
}
