import type { Schema } from 'shared/api/schemas';
import { folded } from 'shared/i18n/folding';
import { columnsOf, FIELDS, type Field, USUAL } from './columns';
import { isAddress, readTable, type TableRow } from './people-table';

export interface BulkRow {
  /** The line of the file, counted from 1. */
  line: number;
  member: Schema<'NewMember'>;
  result?: 'invited' | 'refused';
  detail?: string;
  memberId?: string;
}

/** Why a line is left out. */
export type Fault = { line: number } & (
  | { kind: 'missing' }
  /** A character that somebody's program could not read. */
  | { kind: 'unreadable' }
  /** Its address stands in an earlier line. */
  | { kind: 'twice'; first: number }
);

function list(text: string | undefined): string[] {
  return (text ?? '')
    .split(/[;|/]/)
    .map(each => each.trim())
    .filter(each => each !== '');
}

/** A role by the name that the page has for it; others go to the API as they stand, which says which there are. */
export type RoleOf = (name: string) => Schema<'Role'> | undefined;

export function roleBy(names: ReadonlyMap<Schema<'Role'>, string>): RoleOf {
  const roles = new Map([...names].map(([role, name]) => [folded(name), role]));
  return name => roles.get(folded(name));
}

function memberOf(values: Partial<Record<Field, string>>, roleOf: RoleOf): Schema<'NewMember'> {
  const regions = list(values.regions);
  const role = (name: string) => roleOf(name) ?? (folded(name).replaceAll(' ', '_') as Schema<'Role'>);
  return {
    name: values.name ?? [values.first, values.last].filter(Boolean).join(' '),
    email: values.email ?? '',
    roles: list(values.roles).map(role),
    ...(values.region && { region: values.region }),
    ...(regions.length > 0 && { regions }),
  };
}

function faultOf(
  { line, cells }: TableRow,
  member: Schema<'NewMember'>,
  earlier: Map<string, number>,
): Fault | undefined {
  if (cells.some(cell => cell.includes('\uFFFD'))) return { line, kind: 'unreadable' };
  if (!member.name || !isAddress(member.email)) return { line, kind: 'missing' };
  const first = earlier.get(member.email.toLowerCase());
  return first === undefined ? undefined : { line, kind: 'twice', first };
}

/** The people of a table, and the lines that are left out. */
export function readRows(text: string, roleOf: RoleOf): { rows: BulkRow[]; faults: Fault[] } {
  const table = readTable(text);
  const { columns, named } = columnsOf(table);
  const rows: BulkRow[] = [];
  const faults: Fault[] = [];
  const lines = new Map<string, number>();
  for (const row of named ? table.slice(1) : table) {
    const values: Partial<Record<Field, string>> = {};
    for (const field of FIELDS) {
      const value = row.cells[columns.indexOf(field)];
      if (value) values[field] = value;
    }
    const member = memberOf(values, roleOf);
    const fault = faultOf(row, member, lines);
    if (fault) faults.push(fault);
    else {
      lines.set(member.email.toLowerCase(), row.line);
      rows.push({ line: row.line, member });
    }
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
