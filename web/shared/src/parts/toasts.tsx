import { useSyncExternalStore } from 'react';
import { useSharedText } from '../i18n/text';
import { Icon } from './icon';
import style from './toasts.module.css';

interface Toast {
  id: number;
  words: string;
  kind: 'good' | 'bad';
  /** A way back from what has just been done. */
  action?: { words: string; run: () => void };
}

const SHOWN_FOR = 7000;

let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function change(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

function dismiss(id: number): void {
  change(toasts.filter(toast => toast.id !== id));
}

/** Says in passing how something went. What went wrong stays until it is dismissed. */
export function showToast(words: string, kind: Toast['kind'] = 'good', action?: Toast['action']): void {
  const id = nextId++;
  change([...toasts, { id, words, kind, ...(action && { action }) }]);
  if (kind === 'good') setTimeout(() => dismiss(id), SHOWN_FOR);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Toasts() {
  const text = useSharedText();
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <section className={style.toasts} aria-label={text('notices')} aria-live="polite">
      {shown.map(toast => (
        <div key={toast.id} className={style.toast}>
          <span className={style[toast.kind]}>
            <Icon name={toast.kind === 'good' ? 'check' : 'alert'} />
          </span>
          <p>{toast.words}</p>
          {toast.action && (
            <button
              type="button"
              className={style.action}
              onClick={() => {
                toast.action?.run();
                dismiss(toast.id);
              }}
            >
              {toast.action.words}
            </button>
          )}
          <button type="button" className={style.close} aria-label={text('close')} onClick={() => dismiss(toast.id)}>
            <Icon name="cross" size={16} />
          </button>
        </div>
      ))}
    </section>
  );
}
