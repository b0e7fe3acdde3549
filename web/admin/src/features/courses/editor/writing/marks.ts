import type { TextId } from '../../../../text';

interface Around {
  kind: 'around';
  before: string;
  after: string;
}

interface Lines {
  kind: 'lines';
  /** What stands before each line; `1.` is counted. */
  prefix: string;
}

export type Mark = { id: string; label: TextId; face: string; key?: string } & (Around | Lines);

export const MARKS: readonly Mark[] = [
  { id: 'bold', label: 'mark.bold', face: 'B', key: 'b', kind: 'around', before: '**', after: '**' },
  { id: 'italic', label: 'mark.italic', face: 'I', key: 'i', kind: 'around', before: '*', after: '*' },
  { id: 'heading', label: 'mark.heading', face: 'H', kind: 'lines', prefix: '## ' },
  { id: 'list', label: 'mark.list', face: '•', kind: 'lines', prefix: '- ' },
  { id: 'numbers', label: 'mark.numbers', face: '1.', kind: 'lines', prefix: '1. ' },
  { id: 'quote', label: 'mark.quote', face: '”', kind: 'lines', prefix: '> ' },
  { id: 'code', label: 'mark.code', face: '</>', kind: 'around', before: '`', after: '`' },
  { id: 'link', label: 'mark.link', face: '', key: 'k', kind: 'around', before: '[', after: '](https://)' },
];

interface Replacement {
  /** What is replaced. */
  from: number;
  to: number;
  words: string;
  /** What is selected afterwards. */
  select: [number, number];
}

/** Marks what is selected, or takes the mark away where it stands already. */
export function markText(mark: Mark, value: string, start: number, end: number): Replacement {
  return mark.kind === 'around' ? around(mark, value, start, end) : lines(mark, value, start, end);
}

function around({ before, after }: Around, value: string, start: number, end: number): Replacement {
  const chosen = value.slice(start, end);
  const outer = value.slice(start - before.length, start) === before && value.slice(end, end + after.length) === after;
  // A single star within two is no italics.
  if (outer && !(before === '*' && value.slice(start - 2, start) === '**')) {
    const from = start - before.length;
    return { from, to: end + after.length, words: chosen, select: [from, from + chosen.length] };
  }
  const at = start + before.length;
  return { from: start, to: end, words: before + chosen + after, select: [at, at + chosen.length] };
}

function lines({ prefix }: Lines, value: string, start: number, end: number): Replacement {
  const from = value.lastIndexOf('\n', start - 1) + 1;
  const stop = value.indexOf('\n', end);
  const to = stop === -1 ? value.length : stop;
  const chosen = value.slice(from, to).split('\n');
  const numbered = prefix === '1. ';
  const marked = numbered ? /^\d+\. / : undefined;
  const has = (line: string) => (marked ? marked.test(line) : line.startsWith(prefix));
  const words = chosen
    .map((line, index) => {
      if (chosen.every(has)) return marked ? line.replace(marked, '') : line.slice(prefix.length);
      return (numbered ? `${index + 1}. ` : prefix) + line;
    })
    .join('\n');
  return {
    from,
    to,
    words,
    select: chosen.length > 1 ? [from, from + words.length] : [from + words.length, from + words.length],
  };
}
