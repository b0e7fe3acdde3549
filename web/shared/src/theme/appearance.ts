import { useSyncExternalStore } from 'react';
import { keep, kept } from '../session/storage';

export const APPEARANCES = ['system', 'light', 'dark'] as const;
export type Appearance = (typeof APPEARANCES)[number];

const systemIsDark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

export function currentAppearance(): Appearance {
  const chosen = kept('appearance');
  return APPEARANCES.find(appearance => appearance === chosen) ?? 'system';
}

function paint(): void {
  const chosen = currentAppearance();
  const dark = chosen === 'dark' || (chosen === 'system' && systemIsDark.matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', dark ? '#111316' : '#f6f6f4');
}

export function chooseAppearance(appearance: Appearance): void {
  keep('appearance', appearance);
  paint();
  for (const listener of listeners) listener();
}

/** Follows the system from now on, where that is what was chosen, and other tabs. */
export function followAppearance(): void {
  paint();
  systemIsDark.addEventListener('change', paint);
  addEventListener('storage', paint);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useAppearance(): Appearance {
  return useSyncExternalStore(subscribe, currentAppearance);
}
