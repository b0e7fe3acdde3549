import { api } from 'shared/api/client';
import { answered, isFinal, ProblemError } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { queryClient } from 'shared/app/query-client';
import { currentSession, onLeave } from 'shared/session/session';
import { lessonQuery } from '../features/course/queries';
import { type Segment, told, union } from '../features/player/played';
import type { Refused } from './completions';
import { shelve } from './shelf';

type LessonContent = Schema<'LessonContent'>;
type Work = LessonContent['work'];
type MediaWork = Extract<Schema<'Work'>, { kind: 'media' }>;

interface LessonOfReport {
  courseId: string;
  lessonId: string;
}

/** What was played of a lesson on this device, and the API has not acknowledged. */
export interface Report extends LessonOfReport {
  /** What the lesson is called, to speak of it where the API refuses. */
  lesson: string;
  /** How long all of it is, in seconds. */
  length: number;
  played: readonly Segment[];
  position: number;
}

/** Unlike a database, this is written at once: also in the moment in which the page goes. */
const PREFIX = 'trellis.watched.';
/** Where the browser keeps nothing, it is kept as long as the page. */
const unkept = new Map<string, string>();

function keyOf(courseId: string, lessonId: string): string {
  const session = currentSession();
  const member = 'memberId' in session ? session.memberId : 'nobody';
  return `${PREFIX}${member}/${courseId}/${lessonId}`;
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
    unkept.delete(key);
  } catch {
    unkept.set(key, value);
  }
}

function read(key: string): string | null {
  try {
    return unkept.get(key) ?? localStorage.getItem(key);
  } catch {
    return unkept.get(key) ?? null;
  }
}

function remove(key: string): void {
  unkept.delete(key);
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}

function keys(prefix: string): string[] {
  try {
    return [...new Set([...Object.keys(localStorage), ...unkept.keys()])].filter(key => key.startsWith(prefix));
  } catch {
    return [...unkept.keys()].filter(key => key.startsWith(prefix));
  }
}

onLeave(async () => {
  for (const key of keys(PREFIX)) remove(key);
});

function parsed(value: string | null): Report | undefined {
  try {
    return value === null ? undefined : JSON.parse(value);
  } catch {
    return undefined;
  }
}

export function reportOf(courseId: string, lessonId: string): Report | undefined {
  return parsed(read(keyOf(courseId, lessonId)));
}

export function hasReports(): boolean {
  return keys(keyOf('', '').slice(0, -1)).length > 0;
}

/** Notes what was played, with what still waits to be told of the same lesson. */
export function addReport(report: Report): void {
  const { courseId, lessonId, length } = report;
  const waiting = reportOf(courseId, lessonId)?.played ?? [];
  write(keyOf(courseId, lessonId), JSON.stringify({ ...report, played: told([...waiting, ...report.played], length) }));
  keepWork(report, { kind: 'media', played: told(report.played, length), position: report.position });
}

/** The lesson shows what was played at once. */
export function showWork({ courseId, lessonId }: LessonOfReport, news: MediaWork): LessonContent | undefined {
  const { queryKey } = lessonQuery(courseId, lessonId);
  const lesson = queryClient.getQueryData(queryKey);
  if (!lesson) return undefined;
  const work: Work = { ...news, played: union(playedIn(lesson.work), news.played) };
  // As old as it was: its addresses are.
  const { dataUpdatedAt: updatedAt } = queryClient.getQueryState(queryKey) ?? {};
  return queryClient.setQueryData(queryKey, { ...lesson, work }, updatedAt === undefined ? {} : { updatedAt });
}

/** Likewise, and it is kept for offline reading. */
function keepWork(report: LessonOfReport, news: MediaWork): void {
  const lesson = showWork(report, news);
  if (lesson) void shelve(['lesson', report.courseId, report.lessonId], lesson);
}

export function playedIn(work: Work): readonly Segment[] {
  return work?.kind === 'media' ? work.played : [];
}

async function send({ courseId, lessonId, played, position }: Report): Promise<MediaWork | undefined> {
  const params = { path: { course_id: courseId, lesson_id: lessonId } };
  const body: MediaWork = { kind: 'media', played: [...played], position };
  const route = '/v1/me/enrolments/{course_id}/lessons/{lesson_id}/work';
  const { work } = await answered(api.PUT(route, { params, body }));
  return work.kind === 'media' ? work : undefined;
}

/** Tells what waits, a lesson after the other. Telling twice does no harm: the API keeps the union. Call it where completions are sent. */
export async function sendReports(): Promise<Refused[]> {
  const refused: Refused[] = [];
  for (const key of keys(keyOf('', '').slice(0, -1))) {
    const value = read(key);
    const report = parsed(value);
    if (!report) {
      remove(key);
      continue;
    }
    try {
      const work = await send(report);
      // Told again is what has been added meanwhile.
      if (read(key) === value) remove(key);
      if (work) keepWork(report, work);
    } catch (error) {
      if (isFinal(error)) {
        remove(key);
        refused.push({ of: 'watching', lesson: report.lesson, lessonId: report.lessonId, error });
        void queryClient.invalidateQueries({ queryKey: lessonQuery(report.courseId, report.lessonId).queryKey });
      } else if (!(error instanceof ProblemError && error.status >= 500)) break;
    }
  }
  return refused;
}
