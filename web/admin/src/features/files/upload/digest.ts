/** All parts but the last have this size; the API verifies them by it. */
export const PART_SIZE = 8 * 1024 * 1024;

export function partsOf(size: number): number {
  return Math.max(1, Math.ceil(size / PART_SIZE));
}

/** The bytes of a part, counted from 1; nothing is read yet. */
export function partOf(file: Blob, number: number): Blob {
  return file.slice((number - 1) * PART_SIZE, Math.min(number * PART_SIZE, file.size));
}

async function sha256(bytes: BufferSource): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

export function hexOf(bytes: Uint8Array): string {
  return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

/** The digests of a file's parts, as far as they are known. Who is interrupted goes on with them. */
export type PartDigests = Uint8Array<ArrayBuffer>[];

/** The digest that names a file: that of the digests of its parts. One part after the other is in memory, whatever the size. */
export async function digestOf(
  file: Blob,
  known: PartDigests,
  signal: AbortSignal,
  onRead: (bytes: number) => void,
): Promise<string> {
  for (let number = known.length + 1; number <= partsOf(file.size); number += 1) {
    signal.throwIfAborted();
    known.push(await sha256(await partOf(file, number).arrayBuffer()));
    onRead(Math.min(number * PART_SIZE, file.size));
  }
  signal.throwIfAborted();
  return hexOf(await sha256(await new Blob(known).arrayBuffer()));
}
