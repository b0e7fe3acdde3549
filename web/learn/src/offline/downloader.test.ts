import { NetworkError, ProblemError } from 'shared/api/problem';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Download } from './downloads';
import type { FileSource } from './files';

const shelf = vi.hoisted(() => new Map<string, unknown>());
vi.mock('./shelf', () => {
  const shelve = async (key: readonly string[], value: unknown) => void shelf.set(key.join('/'), value);
  const below = (key: readonly string[]) => [...shelf.keys()].filter(each => each.startsWith(`${key.join('/')}/`));
  return {
    shelve,
    shelveOrThrow: shelve,
    fromShelf: async (key: readonly string[]) => shelf.get(key.join('/')),
    allFromShelf: async (key: readonly string[]) => below(key).map(each => shelf.get(each)),
    unshelve: async (key: readonly string[]) => void shelf.delete(key.join('/')),
    unshelveAll: async (key: readonly string[]) => {
      for (const each of below(key)) shelf.delete(each);
    },
    shelved: (queryKey: readonly string[]) => ({ queryKey, queryFn: async () => null }),
  };
});

const files = vi.hoisted(() => ({ keepFile: vi.fn(), dropFile: vi.fn() }));
vi.mock('./files', async importOriginal => ({ ...(await importOriginal<object>()), ...files }));
vi.mock('./pictures', () => ({ takePicture: async () => undefined }));
vi.stubGlobal('BroadcastChannel', undefined);

const api = vi.hoisted(() => ({ askLesson: vi.fn(), course: vi.fn(), completed: [] as string[] }));
vi.mock('../features/course/queries', () => ({
  askLesson: api.askLesson,
  courseQuery: (id: string) => ({ queryKey: ['course', id], queryFn: api.course }),
}));
vi.mock('../features/learning/queries', () => {
  const nothing = (name: string) => ({ queryKey: [name], queryFn: async () => null });
  return {
    enrolmentQuery: () => ({ queryKey: ['enrolment'], queryFn: async () => ({ completed_lessons: api.completed }) }),
    enrolmentsQuery: nothing('enrolments'),
    invitationsQuery: nothing('invitations'),
    requestsQuery: nothing('requests'),
  };
});
vi.mock('../features/home/queries', () => ({ homeQuery: { queryKey: ['home'], queryFn: async () => null } }));
vi.mock('../features/paths/queries', () => ({ takenPathsQuery: { queryKey: ['taken'], queryFn: async () => null } }));

const { cancel, goOn, prepare, remove, start, update } = await import('./downloader');
const { FileRefused } = await import('./files');

function courseOf(lessons: readonly string[], more: object = {}) {
  const outline = lessons.map(id => ({ id, title: id, kind: 'document', minutes: 1 }));
  return {
    course_id: 'C',
    title: 'Safety',
    shown_version: 1,
    unlock: 'any_order',
    parts: [{ title: 'P', modules: [{ title: 'M', lessons: outline }] }],
    ...more,
  };
}

/** A lesson with one file of a thousand bytes, at another address each time. */
function lessonOf(id: string, file = `file-${id}`) {
  const address = `https://files.example/${file}?${api.askLesson.mock.calls.length}`;
  return { id, html: '', files: [{ digest: file, address, size: 1000, content_type: 'video/webm' }] };
}

function refused(status: number) {
  return new ProblemError({ type: '/problems/x', title: 'No', status, detail: 'No.', request_id: 'x' });
}

const download = () => shelf.get('download/C') as Download | undefined;
const names = () => download()?.files.map(each => each.name);
const signal = () => ({ signal: new AbortController().signal, onLesson: () => undefined });

async function begin(): Promise<void> {
  await start(await prepare('C', signal()));
  await vi.waitFor(() => expect(download()?.state).not.toBe('loading'));
}

beforeEach(() => {
  shelf.clear();
  vi.clearAllMocks();
  api.completed = [];
  api.course.mockResolvedValue(courseOf(['l1', 'l2']));
  api.askLesson.mockImplementation(async (_: string, id: string) => lessonOf(id));
  files.keepFile.mockImplementation(async ({ size }: FileSource) => size);
  files.dropFile.mockResolvedValue(undefined);
});

test('a course is taken lesson by lesson, and what was asked for to measure it is not asked for again', async () => {
  const parcel = await prepare('C', signal());
  expect(parcel.size).toBeGreaterThan(2000);
  await start(parcel);
  await vi.waitFor(() => expect(download()?.state).toBe('done'));
  expect(download()).toMatchObject({ version: 1, lessons: ['l1', 'l2'], taken: ['l1', 'l2'], wasWhole: true });
  expect(names()).toEqual(['file-l1', 'file-l2']);
  expect(api.askLesson).toHaveBeenCalledTimes(2);
  expect(shelf.get('lesson/C/l2')).toMatchObject({ id: 'l2' });
});

test('lessons that are not open are left out, by the rules and by the API’s word, until they are', async () => {
  api.course.mockResolvedValue(courseOf(['l1', 'l2', 'l3'], { unlock: 'in_order' }));
  await begin();
  expect(download()).toMatchObject({ taken: ['l1'], locked: ['l2', 'l3'] });
  expect(api.askLesson).toHaveBeenCalledTimes(1);
  api.completed = ['l1', 'l2'];
  api.askLesson.mockImplementation(async (_: string, id: string) => {
    if (id === 'l3') throw refused(403);
    return lessonOf(id);
  });
  await update(download() as Download);
  await vi.waitFor(() => expect(download()).toMatchObject({ state: 'done', taken: ['l1', 'l2'], locked: ['l3'] }));
});

test('an address that has grown old is asked for anew', async () => {
  files.keepFile.mockImplementationOnce(async () => {
    throw new FileRefused(403);
  });
  await begin();
  expect(download()?.state).toBe('done');
  expect(api.askLesson).toHaveBeenCalledTimes(3);
  const addresses = files.keepFile.mock.calls.map(([{ address }]) => address);
  expect(new Set(addresses).size).toBe(3);
});

test.each([new NetworkError('cut'), new FileRefused(503), refused(429)])(
  'it waits without network and while a server is busy, and goes on where it was: %s',
  async error => {
    files.keepFile.mockResolvedValueOnce(1000).mockRejectedValueOnce(error);
    await start(await prepare('C', signal()));
    await vi.waitFor(() => expect(files.keepFile).toHaveBeenCalledTimes(2));
    expect(download()).toMatchObject({ state: 'loading', taken: ['l1'] });
    // Half of the second file may lie there.
    expect(names()).toEqual(['file-l1', 'file-l2']);
    await vi.waitFor(async () => {
      await goOn();
      expect(download()?.state).toBe('done');
    });
    expect(files.keepFile).toHaveBeenCalledTimes(3);
  },
);

test('a course that does not come leaves the others their turn', async () => {
  const other = { ...courseOf(['l3']), course_id: 'D', title: 'Tools' };
  api.course.mockResolvedValueOnce(other).mockResolvedValueOnce(courseOf(['l1']));
  const [tools, safety] = [await prepare('D', signal()), await prepare('C', signal())];
  files.keepFile.mockImplementation(async ({ name, size }: FileSource) => {
    if (name === 'file-l1') throw new NetworkError('blocked');
    return size;
  });
  api.course.mockResolvedValueOnce(courseOf(['l1'])).mockResolvedValueOnce(other);
  // Both wait before it begins; by its title, the one that fails is the first.
  await Promise.all([start(safety), start(tools)]);
  await vi.waitFor(() => expect(shelf.get('download/D')).toMatchObject({ state: 'done', taken: ['l3'] }));
  expect(download()).toMatchObject({ state: 'loading', taken: [] });
  expect(files.keepFile.mock.calls.filter(([{ name }]) => name === 'file-l1')).toHaveLength(1);
  await remove('D');
});

test('without room, all of it goes, and how much it needs stays known', async () => {
  files.keepFile.mockResolvedValueOnce(1000).mockRejectedValueOnce(new DOMException('full', 'QuotaExceededError'));
  await begin();
  expect(download()).toMatchObject({ state: 'no-room', files: [], taken: [] });
  expect(download()?.expected).toBeGreaterThan(2000);
  expect(files.dropFile.mock.calls.flat()).toEqual(['file-l1', 'file-l2']);
  expect(shelf.has('lesson/C/l1')).toBe(false);
});

test('what is refused for good ends it, and what is there stays for another try', async () => {
  files.keepFile.mockResolvedValueOnce(1000).mockRejectedValue(new FileRefused(404));
  await begin();
  expect(download()).toMatchObject({ state: 'refused', taken: ['l1'] });
});

test('a newer version takes the place of the one before, whose files go once it is there', async () => {
  await begin();
  api.course.mockResolvedValue(courseOf(['l1', 'l2'], { shown_version: 2 }));
  api.askLesson.mockImplementation(async (_: string, id: string) => lessonOf(id, id === 'l1' ? 'file-l1' : 'newer'));
  await update(download() as Download);
  await vi.waitFor(() => expect(download()).toMatchObject({ state: 'done', version: 2, old: [] }));
  expect(names()).toEqual(['file-l1', 'newer']);
  expect(files.dropFile.mock.calls.flat()).toEqual(['file-l2']);
});

test('a version that comes while the size is looked at is the one that is downloaded', async () => {
  const parcel = await prepare('C', signal());
  api.course.mockResolvedValue(courseOf(['l1', 'l2'], { shown_version: 2 }));
  await start(parcel);
  await vi.waitFor(() => expect(download()).toMatchObject({ state: 'done', version: 2, taken: ['l1', 'l2'] }));
  expect(api.askLesson).toHaveBeenCalledTimes(4);
});

test('who cancels the first download keeps nothing; who cancels an update keeps what is there', async () => {
  const never = ({ signal }: { signal: AbortSignal }) =>
    new Promise((_, fail) => signal.addEventListener('abort', () => fail(signal.reason)));
  files.keepFile.mockImplementationOnce((_: FileSource, reading: { signal: AbortSignal }) => never(reading));
  await start(await prepare('C', signal()));
  await vi.waitFor(() => expect(files.keepFile).toHaveBeenCalled());
  await cancel('C');
  expect(download()).toBeUndefined();
  expect(files.dropFile.mock.calls.flat()).toEqual(['file-l1']);

  await vi.waitFor(async () => {
    await goOn();
    await begin();
  });
  api.course.mockResolvedValue(courseOf(['l1', 'l2', 'l3']));
  files.keepFile.mockImplementationOnce((_: FileSource, reading: { signal: AbortSignal }) => never(reading));
  await update(download() as Download);
  await vi.waitFor(() => expect(names()).toContain('file-l3'));
  await cancel('C');
  expect(download()).toMatchObject({ state: 'done', taken: ['l1', 'l2'] });
  await remove('C');
  expect(download()).toBeUndefined();
  expect(shelf.has('lesson/C/l1')).toBe(false);
});
