import { api } from 'shared/api/client';
import { answered, isFinal, ProblemError } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { queryClient } from 'shared/app/query-client';
import { askLesson, lessonQuery } from '../features/course/queries';
import { ticksIn, withTicks } from '../features/player/kinds/ticks';
import { told } from '../features/player/played';
import type { Refused } from './completions';
import { shelve } from './shelf';
import {
  joined,
  keyOf,
  type LessonOfReport,
  type PlayedReport,
  parsed,
  type Report,
  read,
  remove,
  reportOf,
  type TicksReport,
  waitingKeys,
  write,
} from './waiting';

type LessonContent = Schema<'LessonContent'>;
type WorkOf<Kind> = Extract<Schema<'Work'>, { kind: Kind }>;

/** Lists of which nothing is on its way yet: what was ticked before is what this page shows, and needs no asking. */
const isNews = new Set<string>();

/** Notes what was done, with what still waits to be told of the same lesson. */
export function addReport(report: Report): void {
  if ('played' in report) addPlayed(report);
  else addTicks(report);
}

function addPlayed(report: PlayedReport): void {
  const { courseId, lessonId, length } = report;
  const waiting = reportOf(courseId, lessonId);
  const before = waiting && 'played' in waiting ? waiting.played : [];
  write(keyOf(courseId, lessonId), JSON.stringify({ ...report, played: told([...before, ...report.played], length) }));
  keepWork(report, { kind: 'media', played: told(report.played, length), position: report.position });
}

function addTicks(report: TicksReport): void {
  const { courseId, lessonId, before, ticks } = report;
  const key = keyOf(courseId, lessonId);
  const waiting = parsed(read(key));
  if (waiting === undefined) isNews.add(key);
  const all = waiting && 'ticks' in waiting ? { ...waiting, ticks: { ...waiting.ticks, ...ticks } } : report;
  write(key, JSON.stringify(all));
  keepWork(report, { kind: 'checklist', ticked: withTicks(before, ticks) });
}

/** The lesson shows what was done at once. */
export function showWork({ courseId, lessonId }: LessonOfReport, news: Schema<'Work'>): LessonContent | undefined {
  const { queryKey } = lessonQuery(courseId, lessonId);
  const lesson = queryClient.getQueryData(queryKey);
  if (!lesson) return undefined;
  const work = joined(lesson.work, news);
  // As old as it was: its addresses are.
  const { dataUpdatedAt: updatedAt } = queryClient.getQueryState(queryKey) ?? {};
  return queryClient.setQueryData(queryKey, { ...lesson, work }, updatedAt === undefined ? {} : { updatedAt });
}

/** Likewise, and it is kept for offline reading. */
function keepWork(report: LessonOfReport, news: Schema<'Work'>): void {
  const lesson = showWork(report, news);
  if (lesson) void shelve(['lesson', report.courseId, report.lessonId], lesson);
}

/** What is to be told of a checklist. What waited may be old: another device can have ticked something since. */
async function ticksToTell(report: TicksReport, asShown: boolean): Promise<WorkOf<'checklist'>> {
  const before = asShown ? report.before : ticksIn((await askLesson(report.courseId, report.lessonId)).work);
  return { kind: 'checklist', ticked: withTicks(before, report.ticks) };
}

async function send(report: Report, asShown: boolean): Promise<Schema<'Work'>> {
  const params = { path: { course_id: report.courseId, lesson_id: report.lessonId } };
  const body: Schema<'Work'> =
    'played' in report
      ? { kind: 'media', played: [...report.played], position: report.position }
      : await ticksToTell(report, asShown);
  const route = '/v1/me/enrolments/{course_id}/lessons/{lesson_id}/work';
  const { work } = await answered(api.PUT(route, { params, body }));
  return work;
}

/** What the API knows of now, with what was ticked while it was being told. */
function withNews(work: Schema<'Work'>, news: Report | undefined): Schema<'Work'> {
  if (work.kind !== 'checklist' || !news || 'played' in news) return work;
  return { ...work, ticked: withTicks(work.ticked, news.ticks) };
}

function takeBack(report: Report): void {
  if ('ticks' in report) keepWork(report, { kind: 'checklist', ticked: [...report.before] });
  void queryClient.invalidateQueries({ queryKey: lessonQuery(report.courseId, report.lessonId).queryKey });
}

/** Tells what waits, a lesson after the other. Telling twice does no harm: the API keeps the union, and a tick is a tick. Call it where completions are sent. */
export async function sendReports(): Promise<Refused[]> {
  const refused: Refused[] = [];
  for (const key of waitingKeys()) {
    const value = read(key);
    const report = parsed(value);
    if (!report) {
      remove(key);
      continue;
    }
    try {
      const work = await send(report, isNews.delete(key));
      // Told again is what has been added meanwhile.
      if (read(key) === value) remove(key);
      keepWork(report, withNews(work, parsed(read(key))));
    } catch (error) {
      if (isFinal(error)) {
        const { lesson, lessonId } = report;
        takeBack(parsed(read(key)) ?? report);
        remove(key);
        refused.push({ of: 'played' in report ? 'watching' : 'ticks', lesson, lessonId, error });
      } else if (!(error instanceof ProblemError && error.status >= 500)) break;
    }
  }
  return refused;
}
