import Papa from 'papaparse';

/** One row, with the line of the file in which it begins, counted from 1. */
export interface TableRow {
  line: number;
  cells: readonly string[];
}

const SEPARATORS = [',', ';', '\t', '|'] as const;

/** A cell that holds an address and nothing else. The API looks more closely. */
const ADDRESS = /^[^\s@,;|"<>]+@[^\s@,;|"<>]+\.[^\s@,;|"<>]+$/u;

export function isAddress(cell: string): boolean {
  return ADDRESS.test(cell);
}

/** Excel writes this line for itself: it names the separator and is no row. */
const SEP_LINE = /^"?sep=([^"\n]|\\t)"?[,;\t|]*(?:\n|$)/i;

function rowsOf(content: string, delimiter: string, skipped: number): TableRow[] {
  const rows: TableRow[] = [];
  let [begin, line] = [0, 1 + skipped];
  Papa.parse<string[]>(content, {
    delimiter,
    newline: '\n',
    step: ({ data, meta }) => {
      // A line break within quotes is one within a cell: for a name it is a space.
      const cells = data.map(cell => cell.replace(/\s+/gu, ' ').trim());
      if (cells.some(cell => cell !== '')) rows.push({ line, cells });
      line += content.slice(begin, meta.cursor).split('\n').length - 1;
      begin = meta.cursor;
    },
  });
  return rows;
}

/** The rows of what spreadsheets write or copy. The separator is the one by which most rows have an address, unless the file names it. */
export function readTable(text: string): TableRow[] {
  const content = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const named = SEP_LINE.exec(content);
  if (named?.[1]) return rowsOf(content.slice(named[0].length), named[1], named[0].endsWith('\n') ? 1 : 0);
  const readings = SEPARATORS.map(separator => rowsOf(content, separator, 0));
  const score = (rows: TableRow[]) => rows.filter(row => row.cells.some(isAddress)).length;
  return readings.reduce((best, rows) => (score(rows) > score(best) ? rows : best));
}
