import type { Schema } from 'shared/api/schemas';

export type Question = Schema<'Question'>;
export type QuestionKind = Question['kind'];
export type QuestionOf<Kind extends QuestionKind> = Extract<Question, { kind: Kind }>;

export const MOST_QUESTIONS = 200;

/** Stays with the question, whatever becomes of the others: statistics and answers are known by it. */
export function newQuestionId(): string {
  return `q-${crypto.randomUUID().slice(0, 8)}`;
}

type Begun = { readonly [Kind in QuestionKind]: Omit<QuestionOf<Kind>, 'id'> };

const ANSWERS = [
  { text: '', right: true },
  { text: '', right: false },
];

/** All kinds of questions, in the order in which they are offered, with what a new one begins with. */
const BEGUN: Begun = {
  single: { kind: 'single', text: '', answers: ANSWERS },
  multiple: { kind: 'multiple', text: '', answers: ANSWERS },
  true_false: { kind: 'true_false', text: '', right: true },
  numeric: { kind: 'numeric', text: '', accepted: [{ value: '', tolerance: '0', percent: 100 }] },
  text: { kind: 'text', text: '', accepted: [{ pattern: '', percent: 100 }] },
  ordering: { kind: 'ordering', text: '', items: ['', ''] },
  matching: {
    kind: 'matching',
    text: '',
    pairs: [
      { prompt: '', answer: '' },
      { prompt: '', answer: '' },
    ],
  },
  gaps: { kind: 'gaps', text: '', gaps: [] },
  hotspot: { kind: 'hotspot', text: '', picture: '', areas: [] },
};

export const QUESTION_KINDS = Object.keys(BEGUN) as QuestionKind[];

export function newQuestion(kind: QuestionKind): Question {
  return { ...BEGUN[kind], id: newQuestionId() } as Question;
}

/** Another question like it. */
export function copyOf(question: Question): Question {
  return { ...question, id: newQuestionId() };
}

/** The numbers of the gaps that a text holds. */
export function gapNumbers(text: string): number[] {
  return [...text.matchAll(/\{\{(\d+)\}\}/g)].map(([, number]) => Number(number));
}

/** A question with as many gaps as its text holds; what was written for one stays with its number. */
export function withGapsOf(question: QuestionOf<'gaps'>, text: string): QuestionOf<'gaps'> {
  const most = Math.min(20, Math.max(0, ...gapNumbers(text)));
  const gaps = Array.from({ length: most }, (_, at) => question.gaps[at] ?? { accepted: [{ pattern: '' }] });
  // What is written for a gap whose number is just being typed is not lost.
  return {
    ...question,
    text,
    gaps: most < question.gaps.length ? [...gaps, ...written(question.gaps.slice(most))] : gaps,
  };
}

function written(gaps: QuestionOf<'gaps'>['gaps']): QuestionOf<'gaps'>['gaps'] {
  const last = gaps.findLastIndex(
    gap => gap.choices?.some(choice => choice.text) || gap.accepted?.some(({ pattern }) => pattern),
  );
  return gaps.slice(0, last + 1);
}

/** The text with its next gap at a place in it. */
export function withGapAt(text: string, from: number, to = from): string {
  const next = Math.max(0, ...gapNumbers(text)) + 1;
  return `${text.slice(0, from)}{{${next}}}${text.slice(to)}`;
}

interface Point {
  readonly x: number;
  readonly y: number;
}
export type Area = QuestionOf<'hotspot'>['areas'][number];

const WHOLE = 10_000;
const within = (value: number) => Math.min(WHOLE, Math.max(0, Math.round(value)));

/** How many marks a shape is made of, at least. */
export const MARKS = { rectangle: 2, circle: 2, polygon: 3 } as const;

/** An area made of marks: opposite corners, a middle and a place on the edge, or all corners. `aspect` is width by height of the picture. */
export function areaOf(shape: Area['shape'], points: readonly Point[], aspect: number): Area | undefined {
  const [first, second] = points;
  if (points.length < MARKS[shape] || !first || !second) return undefined;
  if (shape === 'polygon') return { shape, coordinates: points.flatMap(({ x, y }) => [x, y]), right: true };
  if (shape === 'rectangle') {
    const [left, right] = [Math.min(first.x, second.x), Math.max(first.x, second.x)];
    const [top, bottom] = [Math.min(first.y, second.y), Math.max(first.y, second.y)];
    return { shape, coordinates: [left, top, right, bottom], right: true };
  }
  // A circle on the picture is as wide as high, which in shares of both is not the same number.
  const radius = Math.hypot(second.x - first.x, (second.y - first.y) / aspect);
  return { shape, coordinates: [first.x, first.y, within(radius), within(radius * aspect)], right: true };
}
