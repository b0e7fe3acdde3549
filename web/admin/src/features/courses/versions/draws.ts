import type { Schema } from 'shared/api/schemas';
import type { Line } from './lines';

export type Draw = Schema<'Draw'>;

const NAME = 'draws: ';

function isDraw(value: unknown): value is Draw {
  return typeof value === 'object' && value !== null && 'count' in value;
}

/** What a line says of a quiz's draws: the API tells them as JSON. Of any other line nothing. */
export function drawsIn(text: string): readonly Draw[] {
  if (!text.startsWith(NAME)) return [];
  try {
    const draws: unknown = JSON.parse(text.slice(NAME.length));
    return Array.isArray(draws) && draws.every(isDraw) ? draws : [];
  } catch {
    return [];
  }
}

interface Words {
  of: (draws: readonly Draw[]) => string;
  /** Where draws read as they did before: what is drawn from has changed. */
  again: (words: string) => string;
}

/** The lines with their draws in words. */
export function withDraws(lines: readonly Line[], words: Words): Line[] {
  const before = new Set<string>();
  return lines.map(line => {
    const draws = drawsIn(line.text);
    if (draws.length === 0) return line;
    const text = words.of(draws);
    if (line.change === 'removed') before.add(text);
    return { ...line, text: line.change === 'added' && before.has(text) ? words.again(text) : text };
  });
}
