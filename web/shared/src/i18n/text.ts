import { i18n, type Messages } from '@lingui/core';
import { useCallback, useSyncExternalStore } from 'react';
import type sharedMessages from '../locales/en.json';
import { keep } from '../session/storage';
import { directionOf, type Locale } from './locales';

export type SharedId = keyof typeof sharedMessages;
type Values = Record<string, string | number>;

/** An application's own messages, compiled, one file per language. */
type Loader = (locale: Locale) => Promise<{ messages: Messages }>;

let loadApplication: Loader | undefined;

const loadShared: Loader = locale => import(`../locales/${locale}.ts`);

/** Tells where the application's own messages are. */
export function setApplicationMessages(loader: Loader): void {
  loadApplication = loader;
}

/** Messages of parts that are loaded when they are first shown. */
const parts = new Map<Loader, Promise<void>>();

/** Loads the messages of a part, and keeps them in the language of the page from then on. */
export function addMessages(loader: Loader): Promise<void> {
  const known = parts.get(loader);
  if (known) return known;
  const loading = new Promise<void>((resolve, reject) => {
    // Known before it is loaded: whoever chooses a language meanwhile gets the part in that one.
    queueMicrotask(() => activateLocale(wanted).then(resolve, reject));
  });
  parts.set(loader, loading);
  // What could not be loaded is tried again.
  loading.catch(() => parts.delete(loader));
  return loading;
}

let wanted = i18n.locale as Locale;
let activations = 0;
let newest: Promise<void> = Promise.resolve();

/** Speaks a language, with all that has been loaded. Of several that are asked for at once, the last one counts. */
export function activateLocale(locale: Locale): Promise<void> {
  wanted = locale;
  activations += 1;
  newest = activate(locale, activations);
  return newest;
}

async function activate(locale: Locale, number: number): Promise<void> {
  const loaded = await Promise.all([
    loadShared(locale),
    loadApplication?.(locale),
    ...[...parts.keys()].map(load => load(locale)),
  ]);
  if (number !== activations) return newest;
  i18n.loadAndActivate({ locale, messages: Object.assign({}, ...loaded.map(each => each?.messages)) });
  document.documentElement.lang = locale;
  document.documentElement.dir = directionOf(locale);
}

/** The member's choice; it stays on this device. */
export async function chooseLocale(locale: Locale): Promise<void> {
  await activateLocale(locale);
  keep('locale', locale);
}

function onLocaleChange(listener: () => void): () => void {
  return i18n.on('change', listener);
}

export function useLocale(): Locale {
  return useSyncExternalStore(onLocaleChange, () => i18n.locale) as Locale;
}

/** Looks messages up; an id that no catalog has does not pass the type check. */
export function useTextOf<Id extends string>(): (id: Id, values?: Values) => string {
  const locale = useLocale();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another language is another function, so that memoized parts speak it
  return useCallback((id: Id, values?: Values) => i18n._(id, values), [locale]);
}

export const useSharedText = useTextOf<SharedId>;

/** The same outside of components. */
export function textOf(id: SharedId, values?: Values): string {
  return i18n._(id, values);
}
