import type { Schema } from 'shared/api/schemas';
import { currentSession, onLeave } from 'shared/session/session';
import { ticksIn, withTicks } from '../features/player/kinds/ticks';
import { type Segment, union } from '../features/player/played';

type LessonContent = Schema<'LessonContent'>;
type Work = LessonContent['work'];

export interface LessonOfReport {
  courseId: string;
  lessonId: string;
}

interface Named extends LessonOfReport {
  /** What the lesson is called, to speak of it where the API refuses. */
  lesson: string;
}

/** What was played of a lesson on this device, and the API has not acknowledged. */
export interface PlayedReport extends Named {
  /** How long all of it is, in seconds. */
  length: number;
  played: readonly Segment[];
  position: number;
}

/** What was ticked on this device, or unticked, and the API has not acknowledged. */
export interface TicksReport extends Named {
  ticks: Readonly<Record<string, boolean>>;
  /** What was ticked before. */
  before: readonly string[];
}

export type Report = PlayedReport | TicksReport;

/** Unlike a database, this is written at once: also in the moment in which the page goes. */
const PREFIX = 'trellis.watched.';
/** Answers in quizzes are kept likewise (answers.ts). */
export const ANSWERS = 'trellis.answers.';
/** Where the browser keeps nothing, it is kept as long as the page. */
const unkept = new Map<string, string>();

/** Whose it is. */
export function keeper(): string {
  const session = currentSession();
  return 'memberId' in session ? session.memberId : 'nobody';
}

export function keyOf(courseId: string, lessonId: string): string {
  return `${PREFIX}${keeper()}/${courseId}/${lessonId}`;
}

let left = false;

export function write(key: string, value: string): void {
  // The page goes after its member: a film that is still playing then tells once more how far it was played.
  if (left) return;
  try {
    localStorage.setItem(key, value);
    unkept.delete(key);
  } catch {
    unkept.set(key, value);
  }
}

export function read(key: string): string | null {
  try {
    return unkept.get(key) ?? localStorage.getItem(key);
  } catch {
    return unkept.get(key) ?? null;
  }
}

export function remove(key: string): void {
  unkept.delete(key);
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}

/** The names of all that is kept under such a beginning. */
export function keys(prefix: string): string[] {
  try {
    return [...new Set([...Object.keys(localStorage), ...unkept.keys()])].filter(key => key.startsWith(prefix));
  } catch {
    return [...unkept.keys()].filter(key => key.startsWith(prefix));
  }
}

onLeave(async () => {
  left = true;
  for (const key of keys(PREFIX)) remove(key);
});

export function parsed(value: string | null): Report | undefined {
  try {
    return value === null ? undefined : JSON.parse(value);
  } catch {
    return undefined;
  }
}

export function reportOf(courseId: string, lessonId: string): Report | undefined {
  return parsed(read(keyOf(courseId, lessonId)));
}

/** Where a video or audio was left, as far as the API has not acknowledged it. */
export function positionOf(courseId: string, lessonId: string): number | undefined {
  const report = reportOf(courseId, lessonId);
  return report && 'played' in report ? report.position : undefined;
}

/** All that waits of the member, a lesson each. */
export function waitingKeys(): string[] {
  return keys(keyOf('', '').slice(0, -1));
}

export function hasReports(): boolean {
  return waitingKeys().length > 0 || keys(`${ANSWERS}${keeper()}/`).length > 0;
}

export function playedIn(work: Work): readonly Segment[] {
  return work?.kind === 'media' ? work.played : [];
}

/** What was played counts on, whatever else is known; of a checklist the last word does. */
export function joined(before: Work, news: Schema<'Work'>): Schema<'Work'> {
  return news.kind === 'media' ? { ...news, played: union(playedIn(before), news.played) } : news;
}

/** A lesson with what waits to be told of it: a database may not have finished writing when the page was closed. */
export function withWaiting(courseId: string, lesson: LessonContent): LessonContent {
  const report = reportOf(courseId, lesson.id);
  if (!report) return lesson;
  const { work } = lesson;
  const news: Schema<'Work'> =
    'played' in report
      ? { kind: 'media', played: [...report.played], position: report.position }
      : { kind: 'checklist', ticked: withTicks(ticksIn(work), report.ticks) };
  return { ...lesson, work: joined(work, news) };
}
