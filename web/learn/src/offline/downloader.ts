import { hasStatus, isUnreached, NetworkError, ProblemError } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { queryClient } from 'shared/app/query-client';
import { onLeave } from 'shared/session/session';
import { oneTabAtATime } from 'shared/session/tabs';
import { awaitedBy } from '../features/course/locks';
import { type Lesson, lessonsOf } from '../features/course/outline';
import { askLesson, type CourseDetail, courseQuery } from '../features/course/queries';
import { homeQuery } from '../features/home/queries';
import { enrolmentQuery, enrolmentsQuery, invitationsQuery, requestsQuery } from '../features/learning/queries';
import { takenPathsQuery } from '../features/paths/queries';
import {
  type Download,
  forgetDownload,
  noteDownload,
  onStop,
  ownFiles,
  readDownloads,
  showDownload,
  sizeHere,
  tellToStop,
} from './downloads';
import { dropFile, FileRefused, type FileSource, keepBlob, keepFile, pathOf } from './files';
import { filesOf, sizeOf, textSize } from './parcel';
import { takePicture } from './pictures';
import { shelveOrThrow, unshelveAll } from './shelf';

type LessonContent = Schema<'LessonContent'>;

/** Progress is shown this often, in milliseconds: each time the page is drawn again. */
const SHOWN_EVERY = 200;

/** Many small files come faster side by side. */
const TOGETHER = 24;

/** A course with the lessons that the member can open now: asked for to know how much they take, and used when they are downloaded. */
export interface Parcel {
  course: CourseDetail;
  lessons: ReadonlyMap<string, LessonContent>;
  locked: readonly string[];
  size: number;
}

/** Lessons that were asked for a moment ago need not be asked for again. */
const prepared = new Map<string, Map<string, LessonContent>>();
const underWay = new Map<string, AbortController>();

onStop(courseId => underWay.get(courseId)?.abort());
let left = false;
onLeave(async () => {
  left = true;
  for (const each of underWay.values()) each.abort();
});

/** The course as it is taken now, and which of its lessons are not open yet. */
async function look(courseId: string): Promise<{ course: CourseDetail; isLocked: (lesson: Lesson) => boolean }> {
  const course = await queryClient.fetchQuery({ ...courseQuery(courseId), staleTime: 0 });
  const enrolment = await queryClient.fetchQuery({ ...enrolmentQuery(courseId), staleTime: 0 });
  const done = new Set(enrolment?.completed_lessons);
  const stateOf = (id: string) => (done.has(id) ? 'completed' : 'open');
  return { course, isLocked: lesson => awaitedBy(course, lesson.id, stateOf) !== undefined };
}

/** `undefined` for a lesson that the API does not open yet, whatever this page thinks. */
async function openLesson(courseId: string, lessonId: string): Promise<LessonContent | undefined> {
  try {
    return await askLesson(courseId, lessonId);
  } catch (error) {
    if (hasStatus(error, 403)) return undefined;
    throw error;
  }
}

interface Preparing {
  signal: AbortSignal;
  onLesson: (number: number, count: number) => void;
}

/** Finds out how much a course takes. Only lessons tell how large their files are, so they are asked for one by one. */
export async function prepare(courseId: string, { signal, onLesson }: Preparing): Promise<Parcel> {
  const { course, isLocked } = await look(courseId);
  const all = lessonsOf(course);
  const lessons = new Map<string, LessonContent>();
  for (const [index, lesson] of all.entries()) {
    signal.throwIfAborted();
    onLesson(index + 1, all.length);
    const content = isLocked(lesson) ? undefined : await openLesson(courseId, lesson.id);
    if (content) lessons.set(lesson.id, content);
  }
  const locked = all.map(each => each.id).filter(id => !lessons.has(id));
  return { course, lessons, locked, size: sizeOf(lessons.values(), course.cover?.address) };
}

function planned(course: CourseDetail, before: Partial<Download> = {}): Download {
  return {
    taken: [],
    texts: 0,
    files: [],
    old: [],
    lessons: [],
    locked: [],
    expected: 0,
    wasWhole: false,
    hasPdf: false,
    ...before,
    courseId: course.course_id,
    title: course.title,
    language: course.language,
    direction: course.text_direction,
    state: 'loading',
  };
}

/** Downloads what was prepared. */
export async function start({ course, lessons, locked, size }: Parcel): Promise<void> {
  // Without it, a browser that runs out of room may take away what it keeps. It may ask the member, so it is asked for while they press.
  if ((await readDownloads()).length === 0) void navigator.storage?.persist?.().catch(() => undefined);
  prepared.set(course.course_id, new Map(lessons));
  const version = course.shown_version;
  later.delete(course.course_id);
  await noteDownload(planned(course, { version, lessons: [...lessons.keys()], locked, expected: size }));
  void goOn();
}

/** Downloads what has changed, or what has opened since. */
export async function update(download: Download): Promise<void> {
  later.delete(download.courseId);
  await noteDownload({ ...download, state: 'loading' });
  void goOn();
}

let isRunning = false;

/** Courses that have to wait for another time. */
const later = new Set<string>();

/**
 * Goes on with what is not whole yet, one course after the other and in one tab: until each is there, or was tried. One that cannot be reached
 * says nothing of the others, which may lie elsewhere.
 */
export async function goOn(): Promise<void> {
  if (isRunning) return;
  isRunning = true;
  later.clear();
  try {
    await oneTabAtATime('downloads', async () => {
      for (;;) {
        const next = (await readDownloads()).find(each => each.state === 'loading' && !later.has(each.courseId));
        if (!next || left) return;
        if (!(await take(next.courseId))) later.add(next.courseId);
      }
    });
  } finally {
    isRunning = false;
  }
}

/** Nobody else touches a course's files meanwhile. */
function alone<Result>(courseId: string, work: () => Promise<Result>): Promise<Result> {
  return oneTabAtATime(`download-${courseId}`, work);
}

async function own(courseId: string): Promise<Download | undefined> {
  return (await readDownloads()).find(each => each.courseId === courseId);
}

/** Whether it is over, for better or worse; otherwise it has to wait. */
function take(courseId: string): Promise<boolean> {
  return alone(courseId, async () => {
    const download = await own(courseId);
    if (download?.state !== 'loading') return true;
    const controller = new AbortController();
    underWay.set(courseId, controller);
    const taking = new Taking(download, controller.signal);
    try {
      await taking.run();
      return true;
    } catch (error) {
      // Whoever has stopped it says what becomes of it, which may take them a moment.
      if (controller.signal.aborted || isForLater(error)) return false;
      await fail(taking.download, isFull(error) ? 'no-room' : 'refused');
      return true;
    } finally {
      underWay.delete(courseId);
      prepared.delete(courseId);
    }
  });
}

function isForLater(error: unknown): boolean {
  if (isUnreached(error)) return true;
  const status = error instanceof ProblemError || error instanceof FileRefused ? error.status : 0;
  return status === 429 || status >= 500;
}

function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}

/** Half a course that can grow no more is of no use, and takes the room of others. What was refused may come another time. */
async function fail(download: Download, state: 'no-room' | 'refused'): Promise<void> {
  if (state === 'refused') return noteDownload({ ...download, state });
  await dropAll(download);
  const expected = Math.max(download.expected, sizeHere(download));
  await noteDownload({ ...download, state, expected, taken: [], texts: 0, files: [], old: [], wasWhole: false });
}

async function dropAll(download: Download): Promise<void> {
  for (const name of ownFiles(download, await readDownloads())) await dropFile(name);
  await unshelveAll(['lesson', download.courseId]);
}

class Taking {
  private shownAt = 0;
  private cover: string | undefined;

  constructor(
    public download: Download,
    private readonly signal: AbortSignal,
  ) {}

  async run(): Promise<void> {
    const { courseId } = this.download;
    const { course, isLocked } = await look(courseId);
    this.signal.throwIfAborted();
    await this.plan(course, isLocked);
    await keepPages();
    this.cover = course.cover?.address;
    await this.takeCover(this.cover);
    for (const id of this.download.lessons) if (!this.download.taken.includes(id)) await this.takeLesson(id);
    if (this.download.hasPdf) await keepPdfReader();
    await this.finish();
  }

  private async note(news: Partial<Download>): Promise<void> {
    this.signal.throwIfAborted();
    this.download = { ...this.download, ...news };
    await noteDownload(this.download);
  }

  private async plan(course: CourseDetail, isLocked: (lesson: Lesson) => boolean): Promise<void> {
    const before = this.download;
    const version = course.shown_version;
    const isOther = before.version !== version;
    // What was asked for is of the version before as well.
    if (isOther) prepared.delete(before.courseId);
    const lessons = lessonsOf(course);
    const open = lessons.filter(lesson => before.taken.includes(lesson.id) || !isLocked(lesson)).map(each => each.id);
    await this.note({
      ...planned(course, before),
      version,
      lessons: open,
      locked: lessons.map(each => each.id).filter(id => !open.includes(id)),
      ...(isOther && { taken: [], texts: 0, files: [], old: [...before.old, ...before.files] }),
    });
  }

  /** It is decoration: a course is whole without it. */
  private async takeCover(address: string | undefined): Promise<void> {
    if (!address) return;
    try {
      await this.takeFile({ name: pathOf(address), address });
    } catch (error) {
      if (!(error instanceof FileRefused)) throw error;
    }
  }

  private async takeLesson(id: string): Promise<void> {
    const { courseId, lessons, locked } = this.download;
    const asked = prepared.get(courseId)?.get(id);
    const lesson = asked ?? (await openLesson(courseId, id));
    this.signal.throwIfAborted();
    if (!lesson) return this.note({ lessons: lessons.filter(each => each !== id), locked: [...locked, id] });
    try {
      await this.takeContent(lesson);
    } catch (error) {
      // Addresses grow old while other lessons are downloaded.
      if (!(error instanceof FileRefused) || isForLater(error)) throw error;
      await this.takeContent(await askLesson(courseId, id));
    }
    prepared.get(courseId)?.delete(id);
    const { taken, texts } = this.download;
    await this.note({ taken: [...taken, id], texts: texts + textSize(lesson) });
  }

  private async takeContent(lesson: LessonContent): Promise<void> {
    const files = filesOf(lesson, this.cover);
    for (const file of files) await this.takeFile(file);
    await shelveOrThrow(['lesson', this.download.courseId, lesson.id], lesson);
    if (files.some(each => each.type === 'application/pdf')) this.download = { ...this.download, hasPdf: true };
  }

  private async takeFile(source: FileSource): Promise<void> {
    const { name } = source;
    // It is noted before it comes, so that half of it can be found and dropped.
    if (!this.download.files.some(each => each.name === name)) await this.note(this.withSize(name, 0));
    const picture = source.size === undefined ? await takePicture(name) : undefined;
    if (picture) await keepBlob(name, picture);
    const { signal } = this;
    const size = await keepFile(source, { signal, onBytes: bytes => this.show(this.withSize(name, bytes)) });
    await this.note(this.withSize(name, size));
  }

  private withSize(name: string, size: number): Pick<Download, 'files' | 'old'> {
    const others = (parts: Download['files']) => parts.filter(each => each.name !== name);
    return { files: [...others(this.download.files), { name, size }], old: others(this.download.old) };
  }

  private show(news: Partial<Download>): void {
    const now = performance.now();
    if (now - this.shownAt < SHOWN_EVERY) return;
    this.shownAt = now;
    showDownload({ ...this.download, ...news });
  }

  private async finish(): Promise<void> {
    const { download } = this;
    const gone = ownFiles({ ...download, files: [] }, await readDownloads());
    for (const name of gone) await dropFile(name);
    await this.note({ old: [], state: 'done', wasWhole: true });
  }
}

/** The pages that lead to a course are there as well, also if they were never opened. */
async function keepPages(): Promise<void> {
  await Promise.allSettled([
    queryClient.fetchQuery(homeQuery),
    queryClient.fetchQuery(enrolmentsQuery),
    queryClient.fetchQuery(takenPathsQuery),
    queryClient.fetchQuery(invitationsQuery),
    queryClient.fetchQuery(requestsQuery),
  ]);
}

/** What shows PDFs is not part of what every device keeps; a new version of the application comes with another one. */
export async function keepPdfReader(): Promise<void> {
  if (!('caches' in globalThis)) return;
  try {
    const { READER } = await import('../features/player/kinds/document/pdf-view');
    const cache = await caches.open('pdf');
    const here = new Set((await cache.keys()).map(each => each.url));
    const missing = READER.filter(address => !here.has(new URL(address, location.href).href));
    // Some at a time: what has come stays when the network is lost.
    for (let at = 0; at < missing.length; at += TOGETHER) await cache.addAll(missing.slice(at, at + TOGETHER));
  } catch (error) {
    throw error instanceof TypeError ? new NetworkError(error) : error;
  }
}

/** Ends a download. A course that was whole before stays as it is; of another one nothing stays. */
export async function cancel(courseId: string): Promise<void> {
  await stop(courseId, async download => {
    if (download.wasWhole) await noteDownload({ ...download, state: 'done' });
    else await forget(download);
  });
}

export function remove(courseId: string): Promise<void> {
  return stop(courseId, forget);
}

async function stop(courseId: string, end: (download: Download) => Promise<void>): Promise<void> {
  underWay.get(courseId)?.abort();
  tellToStop(courseId);
  await alone(courseId, async () => {
    const download = await own(courseId);
    if (download) await end(download);
  });
  // Others may have waited for this one.
  void goOn();
}

async function forget(download: Download): Promise<void> {
  await dropAll(download);
  await forgetDownload(download.courseId);
}
