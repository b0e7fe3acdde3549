import type { AskPage } from './use-pages';

/** Spreadsheets run what begins like a formula; a leading apostrophe makes text of it. */
const FORMULA = /^[=+\-@\t\r]/;

function field(value: string): string {
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** RFC 4180, with the mark by which spreadsheets know UTF-8. */
export function csv(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map(row => row.map(field).join(',')).join('\r\n')}\r\n`;
}

/** All rows of a list, page by page. */
export async function walk<Row>(
  ask: AskPage<Row>,
  onProgress: (count: number) => void,
  signal: AbortSignal,
): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const page = await ask({ limit: 100, ...(cursor && { cursor }) });
    signal.throwIfAborted();
    rows.push(...page.items);
    onProgress(rows.length);
    cursor = page.next;
  } while (cursor);
  return rows;
}

export function download(name: string, content: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type: 'text/csv;charset=utf-8' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
