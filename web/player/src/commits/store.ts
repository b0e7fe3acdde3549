import type { Store } from './kept';

/** Nothing is kept here. What cannot be kept is sent at once. */
export const NO_STORE: Store = {
  length: 0,
  key: () => null,
  getItem: () => null,
  setItem() {
    throw new DOMException('nothing is kept', 'QuotaExceededError');
  },
  removeItem: () => undefined,
};

/** The browser's storage, where it gives one: some refuse it to pages in frames of other sites. */
export function browserStore(): Store {
  try {
    return localStorage;
  } catch {
    return NO_STORE;
  }
}
