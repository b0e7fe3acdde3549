import { useSyncExternalStore } from 'react';
import { allFromShelf, shelve, unshelve } from './shelf';

export interface KeptPart {
  /** As `files.ts` names it. */
  name: string;
  /** Bytes that are here. */
  size: number;
}

/** A course that is on this device with everything in it, or on its way there. */
export interface Download {
  courseId: string;
  title: string;
  language?: string | null | undefined;
  direction?: 'ltr' | 'rtl' | null | undefined;
  /** Which version is here; lessons of others are not kept. */
  version?: number | undefined;
  /** `no-room` and `refused` have ended it. */
  state: 'loading' | 'done' | 'no-room' | 'refused';
  /** Lessons that are here or will be. */
  lessons: readonly string[];
  /** Those that are here with all their files. */
  taken: readonly string[];
  /** Those that were not open when it was downloaded. */
  locked: readonly string[];
  /** Bytes of the lessons' texts. */
  texts: number;
  files: readonly KeptPart[];
  /** Files of the version before, until this one is whole. */
  old: readonly KeptPart[];
  /** Bytes that all of it takes, roughly. */
  expected: number;
  /** Whether it was whole once: what then remains to be done is an update. */
  wasWhole: boolean;
  hasPdf: boolean;
}

export function sizeHere({ texts, files, old }: Download): number {
  return sumOf([...files, ...old]) + texts;
}

/** A file that several courses have lies here once. */
export function sizeOfAll(downloads: readonly Download[]): number {
  const files = new Map(downloads.flatMap(({ files, old }) => [...old, ...files]).map(each => [each.name, each]));
  return sumOf([...files.values()]) + downloads.reduce((sum, { texts }) => sum + texts, 0);
}

function sumOf(parts: readonly KeptPart[]): number {
  return parts.reduce((sum, { size }) => sum + size, 0);
}

/** The files that no other download has: they go with this one. */
export function ownFiles(download: Download, all: readonly Download[]): string[] {
  const others = all.filter(each => each.courseId !== download.courseId);
  const shared = new Set(others.flatMap(({ files, old }) => [...files, ...old]).map(each => each.name));
  return [...new Set([...download.files, ...download.old].map(each => each.name))].filter(name => !shared.has(name));
}

let downloads: readonly Download[] | undefined;
const listeners = new Set<() => void>();
const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('trellis-downloads');

type Message = { kind: 'changed' } | { kind: 'stop'; courseId: string };

export function onStop(stop: (courseId: string) => void): void {
  channel?.addEventListener(
    'message',
    ({ data }: MessageEvent<Message>) => data.kind === 'stop' && stop(data.courseId),
  );
}

/** Whichever tab is downloading the course ends that. */
export function tellToStop(courseId: string): void {
  const message: Message = { kind: 'stop', courseId };
  channel?.postMessage(message);
}

function show(next: readonly Download[]): void {
  downloads = [...next].sort((one, other) => one.title.localeCompare(other.title));
  for (const listener of listeners) listener();
}

export async function readDownloads(): Promise<readonly Download[]> {
  show(await allFromShelf<Download>(['download']));
  return downloads ?? [];
}

/** Shows how far it is, on this page alone. */
export function showDownload(next: Download): void {
  show([...(downloads ?? []).filter(each => each.courseId !== next.courseId), next]);
}

function tellChange(): void {
  const message: Message = { kind: 'changed' };
  channel?.postMessage(message);
}

export async function noteDownload(next: Download): Promise<void> {
  showDownload(next);
  await shelve(['download', next.courseId], next);
  tellChange();
}

export async function forgetDownload(courseId: string): Promise<void> {
  await unshelve(['download', courseId]);
  await readDownloads();
  tellChange();
}

channel?.addEventListener('message', ({ data }: MessageEvent<Message>) => {
  if (data.kind === 'changed' && downloads) void readDownloads();
});

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!downloads) void readDownloads();
  return () => listeners.delete(listener);
}

/** All downloads by their titles; nothing until they are known. */
export function useDownloads(): readonly Download[] | undefined {
  return useSyncExternalStore(subscribe, () => downloads);
}

/** `null` for a course that is not downloaded. */
export function useDownload(courseId: string): Download | null | undefined {
  const all = useDownloads();
  return all && (all.find(each => each.courseId === courseId) ?? null);
}
