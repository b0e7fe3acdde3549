import { oneTabAtATime } from 'shared/session/tabs';
import { hasFile, keptFile, pathOf } from './files';
import { fromShelf, shelve, unshelve } from './shelf';

/** Bytes that a device keeps for a member: some hundred drawings. */
const MOST = 40_000_000;
/** A larger one would push out too many others. */
const LARGEST = 5_000_000;

interface Kept {
  path: string;
  size: number;
}

async function load(address: string): Promise<Blob | undefined> {
  try {
    // The copy that the page has shown was asked for without a right to read it.
    const response = await fetch(address, { cache: 'reload', credentials: 'omit', priority: 'low' });
    const picture = await response.blob();
    return response.ok && picture.type.startsWith('image/') && picture.size <= LARGEST ? picture : undefined;
  } catch {
    return undefined;
  }
}

async function keepOne(address: string): Promise<void> {
  const path = pathOf(address);
  // Those of downloaded courses stay whatever is opened, and take no room here.
  if (await hasFile(path)) return;
  const list = (await fromShelf<Kept[]>(['pictures'])) ?? [];
  let entry = list.find(each => each.path === path);
  if (!entry) {
    const picture = await load(address);
    if (!picture) return;
    entry = { path, size: picture.size };
    await shelve(['picture', path], picture);
  }
  const next = [...list.filter(each => each.path !== path), entry];
  let total = next.reduce((sum, each) => sum + each.size, 0);
  while (total > MOST) {
    const oldest = next.shift();
    if (!oldest) break;
    total -= oldest.size;
    await unshelve(['picture', oldest.path]);
  }
  await shelve(['pictures'], next);
}

/** Keeps the pictures of a lesson that has been opened; those opened longest ago make room. */
export function keepPictures(addresses: readonly string[]): Promise<void> {
  return oneTabAtATime('pictures', async () => {
    for (const address of addresses) await keepOne(address);
  });
}

export async function keptPicture(address: string): Promise<Blob | undefined> {
  const path = pathOf(address);
  return (await keptFile(path)) ?? fromShelf<Blob>(['picture', path]);
}

/** Gives a picture away that is about to be kept with its course. */
export function takePicture(path: string): Promise<Blob | undefined> {
  return oneTabAtATime('pictures', async () => {
    const picture = await fromShelf<Blob>(['picture', path]);
    if (!picture) return undefined;
    const list = (await fromShelf<Kept[]>(['pictures'])) ?? [];
    await shelve(
      ['pictures'],
      list.filter(each => each.path !== path),
    );
    await unshelve(['picture', path]);
    return picture;
  });
}
