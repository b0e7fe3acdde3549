import { NetworkError } from 'shared/api/problem';
import { fromShelf, shelve, shelveOrThrow, unshelve, unshelveAll } from './shelf';

/**
 * Bytes that were downloaded to stay: pictures, documents, films. They lie on the shelf in pieces, so that a film never has to fit into
 * memory, and what was there when the tab was closed need not come again. Made of its pieces, a file is a `Blob`, which browsers read from the
 * disk where they need it; so it can be wound to and fro without network.
 */
const PIECE = 8 * 1024 * 1024;

interface KeptFile {
  type: string;
  /** Whether it is to be shown or saved, and under which name, as whoever gave it has said. */
  disposition?: string | null;
  /** Bytes that are here. */
  size: number;
  pieces: number;
  isWhole: boolean;
}

export interface FileSource {
  /** The digest of a file, or its address without the signature: the same bytes have the same name in all courses. */
  name: string;
  /** Signed, and works for a while. */
  address: string;
  /** As far as it is known. */
  size?: number | undefined;
  type?: string | undefined;
}

/** Whoever keeps the files did not give this one: mostly its address has grown old. */
export class FileRefused extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`The file did not come: ${status}.`);
    this.name = 'FileRefused';
    this.status = status;
  }
}

/** The address without its signature, which is another one every time. */
export function pathOf(address: string): string {
  const { host, pathname } = new URL(address);
  return host + pathname;
}

/** Uploaded files are served as their address says, which is signed with it. */
function dispositionIn(address: string): string | null {
  return new URL(address).searchParams.get('response-content-disposition');
}

const NOTHING: KeptFile = { type: '', size: 0, pieces: 0, isWhole: false };

/** Cuts what arrives into pieces, and keeps each as soon as it is full. */
class Pieces {
  private waiting: Uint8Array<ArrayBuffer>[] = [];
  private waitingSize = 0;

  constructor(
    private readonly name: string,
    public file: KeptFile,
  ) {}

  get size(): number {
    return this.file.size + this.waitingSize;
  }

  async add(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    let rest = bytes;
    while (this.waitingSize + rest.length >= PIECE) {
      const room = PIECE - this.waitingSize;
      this.wait(rest.subarray(0, room));
      rest = rest.subarray(room);
      await this.keep();
    }
    if (rest.length > 0) this.wait(rest);
  }

  private wait(bytes: Uint8Array<ArrayBuffer>): void {
    this.waiting.push(bytes);
    this.waitingSize += bytes.length;
  }

  /** Keeps what has come by now. The bytes come first: a piece that is not counted does no harm. */
  async keep(more: Partial<KeptFile> = {}): Promise<void> {
    const { pieces } = this.file;
    const grown = { ...this.file, ...more, size: this.size, pieces: pieces + Math.sign(this.waitingSize) };
    if (this.waitingSize > 0) await shelveOrThrow(['file', this.name, String(pieces)], new Blob(this.waiting));
    await shelveOrThrow(['file', this.name], grown);
    [this.file, this.waiting, this.waitingSize] = [grown, [], 0];
  }
}

async function ask({ address }: FileSource, have: number, signal: AbortSignal): Promise<Response> {
  // What a page has shown was asked for without a right to read it; and nothing need lie in the browser's own cache as well.
  const init = { cache: 'no-store', credentials: 'omit', priority: 'low', signal } as const;
  const response = await fetch(address, { ...init, ...(have > 0 && { headers: { range: `bytes=${have}-` } }) }).catch(
    error => {
      signal.throwIfAborted();
      throw new NetworkError(error);
    },
  );
  if (!response.ok) throw new FileRefused(response.status);
  return response;
}

interface Reading {
  signal: AbortSignal;
  /** Is told how many bytes of the file are here. */
  onBytes: (size: number) => void;
}

async function read(body: ReadableStream<Uint8Array<ArrayBuffer>>, pieces: Pieces, { signal, onBytes }: Reading) {
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch(error => {
      signal.throwIfAborted();
      throw new NetworkError(error);
    });
    signal.throwIfAborted();
    if (done) return;
    await pieces.add(value);
    onBytes(pieces.size);
  }
}

/** The rest of a file, or all of it where nothing comes after what is here: then that is not the beginning of this file. */
async function askRest(source: FileSource, have: number, signal: AbortSignal): Promise<Response> {
  try {
    return await ask(source, have, signal);
  } catch (error) {
    if (have === 0 || !(error instanceof FileRefused) || error.status !== 416) throw error;
    await dropFile(source.name);
    return ask(source, 0, signal);
  }
}

/** Downloads a file, or what is left of it; how large it is. What has come when the network is lost stays. */
export async function keepFile(source: FileSource, reading: Reading): Promise<number> {
  const { name } = source;
  const before = (await fromShelf<KeptFile>(['file', name])) ?? NOTHING;
  if (before.isWhole) return before.size;
  // The network can be lost between the last byte and the word that it was the last; there is no rest to ask for.
  if (before.size > 0 && before.size === source.size) {
    await shelveOrThrow(['file', name], { ...before, type: source.type ?? before.type, isWhole: true });
    return before.size;
  }
  const response = await askRest(source, before.size, reading.signal);
  const { headers } = response;
  // Where parts are not given, it begins anew.
  const pieces = new Pieces(name, {
    ...(response.status === 206 ? before : NOTHING),
    type: source.type ?? headers.get('content-type') ?? '',
    disposition: dispositionIn(source.address) ?? headers.get('content-disposition'),
  });
  try {
    if (response.body) await read(response.body, pieces, reading);
  } catch (error) {
    if (error instanceof NetworkError) await pieces.keep();
    throw error;
  }
  if (source.size !== undefined && pieces.size !== source.size) {
    if (pieces.size > source.size) await dropFile(name);
    else await pieces.keep();
    throw new NetworkError(new Error(`${pieces.size} of ${source.size} bytes`));
  }
  await pieces.keep({ isWhole: true });
  return pieces.size;
}

/** Keeps what is here already. */
export async function keepBlob(name: string, blob: Blob): Promise<void> {
  await shelveOrThrow(['file', name, '0'], blob);
  await shelveOrThrow(['file', name], { type: blob.type, size: blob.size, pieces: 1, isWhole: true });
}

export async function hasFile(name: string): Promise<boolean> {
  return (await fromShelf<KeptFile>(['file', name]))?.isWhole === true;
}

/** A file that was downloaded to stay, if all of it is here. */
export async function keptFile(name: string): Promise<Blob | undefined> {
  const file = await fromShelf<KeptFile>(['file', name]);
  if (!file?.isWhole) return undefined;
  const numbers = Array.from({ length: file.pieces }, (_, number) => number);
  const pieces = await Promise.all(numbers.map(number => fromShelf<Blob>(['file', name, String(number)])));
  const whole = new Blob(
    pieces.filter(each => each !== undefined),
    { type: file.type },
  );
  // Browsers may take away what they keep.
  if (whole.size === file.size) return whole;
  await shelve(['file', name], NOTHING);
  return undefined;
}

function nameIn(disposition: string): string | undefined {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  return decoded(encoded) ?? /filename="?([^";]+)/i.exec(disposition)?.[1];
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text && decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The name under which a kept file is saved that is found by its address; nothing where browsers show it instead. */
export async function savedAs(address: string): Promise<string | undefined> {
  const path = pathOf(address);
  const kept = await fromShelf<KeptFile>(['file', path]);
  // The same bytes may be called otherwise elsewhere.
  const disposition = dispositionIn(address) ?? kept?.disposition;
  const last = path.split('/').at(-1) ?? '';
  // Of imported files that nothing is known of, only pictures are shown.
  if (!disposition) return kept?.type.startsWith('image/') ? undefined : (decoded(last) ?? last);
  return /^attachment/i.test(disposition) ? (nameIn(disposition) ?? decoded(last) ?? last) : undefined;
}

export async function dropFile(name: string): Promise<void> {
  await unshelve(['file', name]);
  await unshelveAll(['file', name]);
}
