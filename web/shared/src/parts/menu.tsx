import { type ReactNode, useEffect, useRef } from 'react';
import style from './menu.module.css';

interface MenuProps {
  /** What the button shows. */
  face: ReactNode;
  label: string;
  /** Links and buttons. */
  children: ReactNode;
}

/** A disclosure with a short list of links and buttons: closes on Escape, on a choice, and when something else is used. */
export function Menu({ face, label, children }: MenuProps) {
  const details = useRef<HTMLDetailsElement>(null);

  useEffect(() => {
    function close(event: Event) {
      const menu = details.current;
      if (!menu?.open) return;
      const inside = event.target instanceof Node && menu.contains(event.target);
      if (event instanceof KeyboardEvent) {
        if (event.key !== 'Escape') return;
        menu.querySelector('summary')?.focus();
      } else if (inside) return;
      menu.open = false;
    }
    for (const kind of ['keydown', 'pointerdown', 'focusin']) document.addEventListener(kind, close);
    return () => {
      for (const kind of ['keydown', 'pointerdown', 'focusin']) document.removeEventListener(kind, close);
    };
  }, []);

  return (
    <details ref={details} className={style.menu}>
      <summary className={style.face} aria-label={label}>
        {face}
      </summary>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: what was chosen inside acts; this only closes behind it */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link or button is a click */}
      <div
        className={style.list}
        onClick={() => {
          if (details.current) details.current.open = false;
        }}
      >
        {children}
      </div>
    </details>
  );
}
