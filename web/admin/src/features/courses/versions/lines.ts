import type { Schema } from 'shared/api/schemas';

export type Line = Schema<'DifferentLine'>;

export type Row = { kind: 'line'; id: number; line: Line } | { kind: 'gap'; id: number };

/** Lines with the places where others were left out: there the numbers jump. */
export function rowsOf(lines: readonly Line[]): Row[] {
  let [before, after] = [0, 0];
  return lines.flatMap((line, id): Row[] => {
    const isGap = (line.before ?? before) > before + 1 || (line.after ?? after) > after + 1;
    before = line.before ?? before;
    after = line.after ?? after;
    const row: Row = { kind: 'line', id, line };
    return isGap ? [{ kind: 'gap', id }, row] : [row];
  });
}
