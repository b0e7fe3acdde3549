import { NetworkError } from 'shared/api/problem';
import { beforeEach, expect, test, vi } from 'vitest';

const shelf = vi.hoisted(() => new Map<string, unknown>());
const room = vi.hoisted(() => ({ isFull: false }));
vi.mock('./shelf', () => {
  const shelve = async (key: readonly string[], value: unknown) => {
    if (room.isFull && value instanceof Blob) throw new DOMException('full', 'QuotaExceededError');
    shelf.set(key.join('/'), value);
  };
  return {
    shelve,
    shelveOrThrow: shelve,
    fromShelf: async (key: readonly string[]) => shelf.get(key.join('/')),
    unshelve: async (key: readonly string[]) => shelf.delete(key.join('/')),
    unshelveAll: async (key: readonly string[]) => {
      for (const each of [...shelf.keys()]) if (each.startsWith(`${key.join('/')}/`)) shelf.delete(each);
    },
  };
});

const { dropFile, FileRefused, hasFile, keepBlob, keepFile, keptFile, pathOf, savedAs } = await import('./files');

const PIECE = 8 * 1024 * 1024;
const asked = vi.fn<(address: string, init: RequestInit) => Promise<Response>>();
vi.stubGlobal('fetch', asked);

const onBytes = vi.fn();
const reading = () => ({ signal: new AbortController().signal, onBytes });

/** What arrives in such parts; then the network is lost, if it is said so. */
function arriving(sizes: readonly number[], { isCut = false, status = 200 } = {}): Response {
  const left = [...sizes];
  const body = new ReadableStream({
    pull(controller) {
      const size = left.shift();
      if (size !== undefined) controller.enqueue(new Uint8Array(size).fill(7));
      else if (isCut) controller.error(new TypeError('network error'));
      else controller.close();
    },
  });
  return new Response(body, { status, headers: { 'content-type': 'video/webm' } });
}

const source = (size?: number) => ({ name: 'film', address: 'https://files.example/film?X-Amz-Signature=1', size });
const rangeOf = (call: number) => new Headers(asked.mock.calls[call]?.[1].headers).get('range');

beforeEach(() => {
  shelf.clear();
  asked.mockReset();
  onBytes.mockReset();
  room.isFull = false;
});

test('a large file lies there in pieces, and is one again when it is read', async () => {
  const size = 2 * PIECE + 5;
  asked.mockResolvedValueOnce(arriving([PIECE - 1, PIECE, 6]));
  expect(await keepFile(source(size), reading())).toBe(size);
  expect(onBytes.mock.calls.flat()).toEqual([PIECE - 1, 2 * PIECE - 1, size]);
  const pieces = [0, 1, 2].map(number => (shelf.get(`file/film/${number}`) as Blob).size);
  expect(pieces).toEqual([PIECE, PIECE, 5]);
  const kept = await keptFile('film');
  expect([kept?.size, kept?.type]).toEqual([size, 'video/webm']);
});

test('what has come when the network is lost stays, and only the rest is asked for', async () => {
  asked.mockResolvedValueOnce(arriving([PIECE, 100], { isCut: true }));
  await expect(keepFile(source(PIECE + 300), reading())).rejects.toBeInstanceOf(NetworkError);
  expect(await keptFile('film')).toBeUndefined();
  asked.mockResolvedValueOnce(arriving([200], { status: 206 }));
  expect(await keepFile(source(PIECE + 300), reading())).toBe(PIECE + 300);
  expect([rangeOf(0), rangeOf(1)]).toEqual([null, `bytes=${PIECE + 100}-`]);
  expect((await keptFile('film'))?.size).toBe(PIECE + 300);
});

test('whoever gives no parts gives all of it again', async () => {
  asked.mockResolvedValueOnce(arriving([10], { isCut: true }));
  await expect(keepFile(source(30), reading())).rejects.toThrow();
  asked.mockResolvedValueOnce(arriving([30]));
  expect(await keepFile(source(30), reading())).toBe(30);
  expect((await keptFile('film'))?.size).toBe(30);
});

test('a file that ends too early is not whole; one that is too long is not the one', async () => {
  asked.mockResolvedValueOnce(arriving([10]));
  await expect(keepFile(source(30), reading())).rejects.toBeInstanceOf(NetworkError);
  expect(await hasFile('film')).toBe(false);
  asked.mockResolvedValueOnce(arriving([40], { status: 206 }));
  await expect(keepFile(source(30), reading())).rejects.toBeInstanceOf(NetworkError);
  expect(shelf.size).toBe(0);
});

test('a file whose last byte came before the network was lost is whole, and not asked for again', async () => {
  asked.mockResolvedValueOnce(arriving([PIECE, 100], { isCut: true }));
  await expect(keepFile(source(PIECE + 100), reading())).rejects.toBeInstanceOf(NetworkError);
  expect(await keepFile(source(PIECE + 100), reading())).toBe(PIECE + 100);
  expect(asked).toHaveBeenCalledTimes(1);
  const kept = await keptFile('film');
  expect([kept?.size, kept?.type]).toEqual([PIECE + 100, 'video/webm']);
});

test('where no rest is given, what is here goes and all of it comes anew', async () => {
  asked.mockResolvedValueOnce(arriving([PIECE, 100], { isCut: true }));
  await expect(keepFile(source(), reading())).rejects.toBeInstanceOf(NetworkError);
  asked.mockResolvedValueOnce(new Response(null, { status: 416 })).mockResolvedValueOnce(arriving([30]));
  expect(await keepFile(source(), reading())).toBe(30);
  expect([rangeOf(1), rangeOf(2)]).toEqual([`bytes=${PIECE + 100}-`, null]);
  expect(shelf.has('file/film/1')).toBe(false);
  expect((await keptFile('film'))?.size).toBe(30);
  asked.mockResolvedValueOnce(new Response(null, { status: 416 }));
  await expect(keepFile({ ...source(), name: 'other' }, reading())).rejects.toMatchObject({ status: 416 });
  expect(asked).toHaveBeenCalledTimes(4);
});

test('what is there is not asked for again', async () => {
  await keepBlob('film', new Blob(['abc'], { type: 'image/png' }));
  expect(await keepFile(source(), reading())).toBe(3);
  expect(asked).not.toHaveBeenCalled();
  await dropFile('film');
  expect(shelf.size).toBe(0);
});

test('a refusal, a full device and an end are told apart from a lost network', async () => {
  asked.mockResolvedValueOnce(new Response(null, { status: 403 }));
  await expect(keepFile(source(), reading())).rejects.toBeInstanceOf(FileRefused);
  room.isFull = true;
  asked.mockResolvedValueOnce(arriving([10]));
  await expect(keepFile(source(), reading())).rejects.toMatchObject({ name: 'QuotaExceededError' });
  asked.mockRejectedValueOnce(new TypeError('Failed to fetch'));
  await expect(keepFile(source(), reading())).rejects.toBeInstanceOf(NetworkError);
  const controller = new AbortController();
  controller.abort();
  asked.mockRejectedValueOnce(new DOMException('stop', 'AbortError'));
  await expect(keepFile(source(), { signal: controller.signal, onBytes })).rejects.toMatchObject({
    name: 'AbortError',
  });
});

test('a file of which the browser has taken a piece away is not there', async () => {
  asked.mockResolvedValueOnce(arriving([PIECE, 10]));
  await keepFile(source(), reading());
  shelf.delete('file/film/0');
  expect(await keptFile('film')).toBeUndefined();
  expect(await hasFile('film')).toBe(false);
});

test('the same file has the same name under any signature', () => {
  expect(pathOf('https://a.example/W/x/1.png?X-Amz-Signature=1')).toBe('a.example/W/x/1.png');
});

const UPLOAD = `https://files.example/F/acme/${'ab'.repeat(32)}?X-Amz-Signature=1`;
const ASSET = 'https://files.example/W/acme/courses/c1/assets/7.pdf?X-Amz-Signature=1';

async function kept(address: string, headers: Record<string, string> = {}): Promise<string> {
  asked.mockResolvedValueOnce(new Response('abc', { headers }));
  await keepFile({ name: pathOf(address), address }, reading());
  return address;
}

test.each([
  [`${UPLOAD}&response-content-disposition=inline`, undefined],
  [
    `${UPLOAD}&response-content-disposition=${encodeURIComponent("attachment; filename*=UTF-8''Pl%C3%A4ne%201.docx")}`,
    'Pläne 1.docx',
  ],
  [`${UPLOAD}&response-content-disposition=attachment`, 'ab'.repeat(32)],
])('an uploaded file is shown, or saved under its own name, as its address says: %s', async (address, name) => {
  expect(await savedAs(await kept(address, { 'content-type': 'application/pdf' }))).toBe(name);
});

test.each([
  ["attachment; filename*=UTF-8''Plan%20B.pdf", 'Plan B.pdf'],
  ['attachment; filename="Plan C.pdf"; size=3', 'Plan C.pdf'],
  ["attachment; filename*=UTF-8''%E0%A4%A", '7.pdf'],
  ['inline', undefined],
])('another one as its answer has said: %s', async (disposition, name) => {
  expect(await savedAs(await kept(ASSET, { 'content-disposition': disposition }))).toBe(name);
});

test('of what nothing is known, pictures are shown and the rest is saved as its address ends', async () => {
  expect(await savedAs(await kept(ASSET))).toBe('7.pdf');
  const picture = ASSET.replace('7.pdf', '8.png');
  expect(await savedAs(await kept(picture, { 'content-type': 'image/png' }))).toBeUndefined();
});
