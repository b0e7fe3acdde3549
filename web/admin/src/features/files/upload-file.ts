import type { FileKind, StoredFile } from './file';
import { CLOCK } from './upload/retried';
import { SERVER } from './upload/server';
import { type Progress, upload } from './upload/upload';

interface UploadOptions {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** Uploads a file and waits until it is checked. It fails with a fault of `upload/faults.ts`, or as the API has refused. */
export function uploadFile(file: File, kind: FileKind, options: UploadOptions = {}): Promise<StoredFile> {
  const { signal = new AbortController().signal, onProgress = () => undefined } = options;
  return upload({ file, kind, server: SERVER, clock: CLOCK, signal, known: [], onProgress });
}
