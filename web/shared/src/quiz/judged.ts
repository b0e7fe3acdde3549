import type { Schema } from '../api/schemas';
import { folded } from '../i18n/folding';
import type { Given, GivenOf, Shown } from './given';

/** What came of a question, or of a part of it. */
export type Verdict = 'right' | 'partly' | 'wrong' | 'unanswered';

/** What came of each pair, item or gap, by its id. A part of which it isn't known is not named. */
export type Judged = ReadonlyMap<string, Verdict>;

type Result = Pick<Schema<'QuestionResult'>, 'points' | 'right'>;

/** What came of a question as a whole. */
export function verdictOf({ points: possible }: Shown, given: Given | undefined, { points }: Result): Verdict {
  if (points >= possible) return 'right';
  if (points > 0) return 'partly';
  return given ? 'wrong' : 'unanswered';
}

/** The parts of an answer, once the right one may be seen: the API tells what is right, and of the whole what it has earned. */
export function judgedParts(question: Shown, given: Given | undefined, result: Result): Judged | undefined {
  const { right, points } = result;
  if (given?.kind === 'matching' && right?.kind === 'matching') return judgedPairs(question, given, right);
  if (given?.kind === 'ordering' && right?.kind === 'ordering') return judgedItems(given, right);
  if (given?.kind === 'gaps' && right?.kind === 'gaps') return judgedGaps(question, given, right, points);
  return undefined;
}

function compared(given: string | undefined, right: string | undefined): Verdict {
  if (!given?.trim()) return 'unanswered';
  return given === right ? 'right' : 'wrong';
}

function judgedPairs(question: Shown, given: GivenOf<'matching'>, right: GivenOf<'matching'>): Judged {
  return new Map((question.prompts ?? []).map(({ id }) => [id, compared(given.pairs[id], right.pairs[id])]));
}

/** An item is right where it follows the one that it should, as it is graded: one that was moved does not make all others wrong. */
function judgedItems(given: GivenOf<'ordering'>, right: GivenOf<'ordering'>): Judged {
  const before = (order: readonly string[], id: string) => order[order.indexOf(id) - 1];
  return new Map(given.order.map(id => [id, before(given.order, id) === before(right.order, id) ? 'right' : 'wrong']));
}

/**
 * Of what was chosen the right choice is known. Of texts several may be accepted, and the API names one: how many were right is told by the
 * points. What these leave open is not judged.
 */
function judgedGaps(question: Shown, given: GivenOf<'gaps'>, right: GivenOf<'gaps'>, points: number): Judged {
  const gaps = question.gaps ?? [];
  const written = gaps.filter(({ id, choices }) => !choices && given.gaps[id]?.trim());
  const judged = new Map<string, Verdict>(
    gaps.filter(gap => !written.includes(gap)).map(({ id }) => [id, compared(given.gaps[id], right.gaps[id])]),
  );
  const certain = [...judged.values()].filter(verdict => verdict === 'right').length;
  const alike = written.filter(({ id }) => asCompared(given.gaps[id]) === asCompared(right.gaps[id]));
  const found = [alike, written, []].find(some => earns(points, question.points, certain + some.length, gaps.length));
  for (const gap of found ? written : []) judged.set(gap.id, found?.includes(gap) ? 'right' : 'wrong');
  return judged;
}

/** Texts as the API compares them where capitals do not count. */
function asCompared(text = ''): string {
  return folded(text).trim().replaceAll(/\s+/g, ' ');
}

/** Whether so many right parts earn these points, which are told in hundredths. */
function earns(points: number, possible: number, right: number, parts: number): boolean {
  return Math.abs(points - (possible * right) / parts) <= 0.005 + 1e-9;
}
