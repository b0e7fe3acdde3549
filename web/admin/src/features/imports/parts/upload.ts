import { useSyncExternalStore } from 'react';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';

/** An archive on its way to the file store. It goes on while other pages of the panel are looked at. */
export interface Upload {
  importId: string;
  fileName: string;
  size: number;
  sent: number;
  state: 'sending' | 'arrived' | 'failed' | 'stopped';
}

interface Running {
  shown: Upload;
  file: File;
  target: Schema<'Upload'>;
  request: XMLHttpRequest | undefined;
}

const running = new Map<string, Running>();
const listeners = new Set<() => void>();

function show(importId: string, change: Partial<Upload>): void {
  const entry = running.get(importId);
  if (entry) entry.shown = { ...entry.shown, ...change };
  for (const listener of listeners) listener();
}

/** Leaving the panel would cut uploads off: the browser asks first. */
function askBeforeLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

function watchLeaving(): void {
  const isSending = [...running.values()].some(entry => entry.shown.state === 'sending');
  if (isSending) addEventListener('beforeunload', askBeforeLeaving);
  else removeEventListener('beforeunload', askBeforeLeaving);
}

/** `fetch` cannot tell how far an upload is. */
function send(importId: string): void {
  const entry = running.get(importId);
  if (!entry) return;
  const request = new XMLHttpRequest();
  entry.request = request;
  const end = (state: Upload['state']) => {
    show(importId, { state });
    watchLeaving();
  };
  request.open(entry.target.method, entry.target.url);
  for (const [name, value] of Object.entries(entry.target.headers)) {
    // The browser sets these itself, and refuses to have them set.
    if (!/^(host|content-length)$/i.test(name)) request.setRequestHeader(name, value);
  }
  request.upload.onprogress = event => show(importId, { sent: event.loaded });
  // The file store has nothing to say; whoever sends a page with its 200 is not the file store.
  request.onload = () => end(request.status < 300 && request.responseText === '' ? 'arrived' : 'failed');
  request.onerror = () => end('failed');
  request.onabort = () => end('stopped');
  show(importId, { state: 'sending', sent: 0 });
  watchLeaving();
  request.send(entry.file);
}

interface Announced {
  kind: Schema<'ArchiveKind'>;
  /** The course of which it is the next edition. */
  courseId: string | undefined;
}

/** Announces an archive and begins to send it: as a new course, or as the next edition of one. */
export async function beginUpload(file: File, { kind, courseId }: Announced, key: string): Promise<string> {
  const body = {
    kind,
    file_name: file.name,
    size: file.size,
    ...(courseId !== undefined && { course_id: courseId }),
  };
  const params = { header: { 'Idempotency-Key': key } };
  const announced = await answered(api.POST('/v1/admin/imports', { params, body }));
  const importId = announced.import_id;
  const shown: Upload = { importId, fileName: file.name, size: file.size, sent: 0, state: 'sending' };
  running.set(importId, { shown, file, target: announced.upload, request: undefined });
  send(importId);
  return importId;
}

export function sendAgain(importId: string): void {
  send(importId);
}

export function stopUpload(importId: string): void {
  running.get(importId)?.request?.abort();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useUpload(importId: string): Upload | undefined {
  return useSyncExternalStore(subscribe, () => running.get(importId)?.shown);
}
