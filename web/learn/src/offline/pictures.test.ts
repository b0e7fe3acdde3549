import { beforeEach, expect, test, vi } from 'vitest';

const shelf = vi.hoisted(() => new Map<string, unknown>());
vi.mock('./shelf', () => {
  const shelve = async (key: readonly string[], value: unknown) => void shelf.set(key.join('/'), value);
  return {
    shelve,
    shelveOrThrow: shelve,
    fromShelf: async (key: readonly string[]) => shelf.get(key.join('/')),
    unshelve: async (key: readonly string[]) => void shelf.delete(key.join('/')),
  };
});
vi.stubGlobal('BroadcastChannel', undefined);

const { keepBlob } = await import('./files');
const { keepPictures, keptPicture, takePicture } = await import('./pictures');

const asked = vi.fn<(address: string) => Promise<Response>>();
vi.stubGlobal('fetch', asked);

const picture = (size: number) => new Blob([new Uint8Array(size)], { type: 'image/png' });
const address = (name: string, signature = '1') => `https://files.example/${name}?X-Amz-Signature=${signature}`;
const listed = () => (shelf.get('pictures') as { path: string }[] | undefined)?.map(each => each.path);

beforeEach(() => {
  shelf.clear();
  asked.mockReset();
  asked.mockImplementation(
    async () => new Response(new Uint8Array(3_000_000), { headers: { 'content-type': 'image/png' } }),
  );
});

test('pictures that were opened longest ago make room; those of downloaded courses stay, and take none', async () => {
  await keepBlob('files.example/pinned.png', picture(10));
  const names = Array.from({ length: 14 }, (_, index) => `${index}.png`);
  await keepPictures([address('pinned.png'), ...names.map(name => address(name))]);
  expect(asked).toHaveBeenCalledTimes(14);
  expect(listed()).toEqual(names.slice(1).map(name => `files.example/${name}`));
  expect(await keptPicture(address('0.png'))).toBeUndefined();
  expect((await keptPicture(address('pinned.png', '2')))?.size).toBe(10);
});

test('a picture is given to the course that keeps it', async () => {
  await keepPictures([address('a.png'), address('b.png')]);
  expect((await takePicture('files.example/a.png'))?.size).toBe(3_000_000);
  expect(listed()).toEqual(['files.example/b.png']);
  expect(await takePicture('files.example/a.png')).toBeUndefined();
});
