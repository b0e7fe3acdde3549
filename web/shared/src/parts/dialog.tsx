import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useSharedText } from '../i18n/text';
import style from './dialog.module.css';
import { Icon } from './icon';

interface DialogProps {
  title: ReactNode;
  open: boolean;
  /** Without it the dialog cannot be closed by Escape or beside it. */
  onClose?: () => void;
  /** A drawer lies along the edge of the page. */
  shape?: 'box' | 'drawer';
  children: ReactNode;
}

/** Where one begins: with what is to be filled in. The browser would take the cross in the corner, which comes first. */
function firstField(dialog: HTMLDialogElement): HTMLElement | null {
  if (dialog.querySelector('[autofocus]')) return null;
  const fields = dialog.querySelectorAll<HTMLElement>('input, select, textarea');
  return [...fields].find(field => !field.matches(':disabled, [readonly], [type=hidden]')) ?? null;
}

/** The browser's own modal dialog: it keeps the focus, makes the page inert, and gives the focus back. */
export function Dialog({ title, open, onClose, shape = 'box', children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const text = useSharedText();

  useEffect(() => {
    const element = dialog.current;
    if (open && element && !element.open) {
      element.showModal();
      firstField(element)?.focus();
    }
    if (!open && element?.open) element.close();
  }, [open]);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does with the keyboard what the click beside the dialog does
    <dialog
      ref={dialog}
      className={`${style.dialog} ${style[shape]}`}
      aria-labelledby={titleId}
      onCancel={event => {
        event.preventDefault();
        onClose?.();
      }}
      onClick={event => event.target === dialog.current && onClose?.()}
    >
      {open && (
        <div className={style.body}>
          <header className={style.head}>
            <h2 id={titleId}>{title}</h2>
            {onClose && (
              <button type="button" className={style.close} onClick={onClose} aria-label={text('close')}>
                <Icon name="cross" />
              </button>
            )}
          </header>
          {children}
        </div>
      )}
    </dialog>
  );
}
