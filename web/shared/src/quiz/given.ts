import type { Schema } from '../api/schemas';

/** A question as learners get it: nothing of it tells what is right. */
export type Shown = Schema<'ShownQuestion'>;
export type ShownChoice = Schema<'QuizChoice'>;
export type QuestionKind = Shown['kind'];
export type Given = Schema<'Given'>;
export type GivenOf<Kind extends QuestionKind> = Extract<Given, { kind: Kind }>;
export type Point = Schema<'GivenPoint'>;

/** Places in a picture are told in ten thousandths of its width and height. */
export const WHOLE = 10_000;

/** Each part of a question that is answered by itself: of most there is one, of a text its gaps, and of pairs the prompts. */
function partsAnswered(question: Shown, given: Given): boolean[] {
  switch (given.kind) {
    case 'single':
      return [Boolean(given.choice)];
    case 'multiple':
      return [given.choices.length > 0];
    case 'true_false':
      return [given.value != null];
    case 'numeric':
      return [given.value.trim() !== ''];
    case 'text':
      return [given.text.trim() !== ''];
    case 'ordering':
      return [given.order.length > 0];
    case 'matching':
      return (question.prompts ?? []).map(({ id }) => Boolean(given.pairs[id]));
    case 'gaps':
      return (question.gaps ?? []).map(({ id }) => Boolean(given.gaps[id]?.trim()));
    case 'hotspot':
      return [given.points.length > 0];
  }
}

export type AnswerState = 'answered' | 'partly-answered' | 'not-answered';

/** How far a question is answered. */
export function answerState(question: Shown, given: Given | undefined): AnswerState {
  const parts = given ? partsAnswered(question, given) : [false];
  if (parts.every(Boolean)) return 'answered';
  return parts.some(Boolean) ? 'partly-answered' : 'not-answered';
}

/** A list in which what was at one place stands at another. */
export function moved<Item>(list: readonly Item[], from: number, to: number): Item[] {
  const item = list[from];
  if (item === undefined || to < 0 || to >= list.length) return [...list];
  return list.toSpliced(from, 1).toSpliced(to, 0, item);
}

/** The items in the order that was given; what it does not name comes after it. */
export function inOrder(items: readonly ShownChoice[], order: readonly string[] | undefined): ShownChoice[] {
  if (!order) return [...items];
  const places = new Map(order.map((id, at) => [id, at]));
  return [...items].sort((a, b) => (places.get(a.id) ?? items.length) - (places.get(b.id) ?? items.length));
}

/** As chosen with one more, or without the one that was. */
export function toggled(chosen: readonly string[], id: string): string[] {
  return chosen.includes(id) ? chosen.filter(other => other !== id) : [...chosen, id];
}

/** With the entry, or without it where it is empty. */
export function withEntry(
  entries: Readonly<Record<string, string>>,
  key: string,
  value: string,
): Record<string, string> {
  const { [key]: _, ...others } = entries;
  return value === '' ? others : { ...others, [key]: value };
}

const KEYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const STEP = 200;
const SMALL_STEP = 25;

function within(value: number): number {
  return Math.min(WHOLE, Math.max(0, Math.round(value)));
}

/** Where a key leads from a point: two percent, and with Shift a quarter of one. A picture is the same in every direction of reading. */
export function steered({ x, y }: Point, key: string, small: boolean): Point | undefined {
  const direction = KEYS[key];
  if (!direction) return undefined;
  const step = small ? SMALL_STEP : STEP;
  return { x: within(x + direction[0] * step), y: within(y + direction[1] * step) };
}

/** A place within a picture that lies there on the page. */
export function placeIn(
  box: { left: number; top: number; width: number; height: number },
  clientX: number,
  clientY: number,
): Point {
  return {
    x: within(((clientX - box.left) / box.width) * WHOLE),
    y: within(((clientY - box.top) / box.height) * WHOLE),
  };
}

/** A picture has so many marks at most. */
export const MOST_POINTS = 20;

/** With a mark more; where one is wanted it takes the place of the one before. */
export function marked(points: readonly Point[], point: Point, several: boolean): Point[] {
  if (!several) return [point];
  return [...points.filter(other => other.x !== point.x || other.y !== point.y), point].slice(-MOST_POINTS);
}

/** The parts of a text between its gaps, which stand there as `{{1}}`. */
export function partsOf(text: string): ({ words: string } | { gap: string })[] {
  return text.split(/(\{\{\d+\}\})/).flatMap((part): ({ words: string } | { gap: string })[] => {
    const gap = /^\{\{(\d+)\}\}$/.exec(part)?.[1];
    if (gap !== undefined) return [{ gap }];
    return part === '' ? [] : [{ words: part }];
  });
}
