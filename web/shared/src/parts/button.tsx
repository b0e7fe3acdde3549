import type { ButtonHTMLAttributes, ReactNode } from 'react';
import style from './button.module.css';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: 'main' | 'plain' | 'quiet' | 'danger';
  /** The work that the button began is under way: it stays focusable, does nothing, and says so. */
  busy?: boolean;
  icon?: ReactNode;
}

export function Button({
  look = 'plain',
  busy = false,
  icon,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={busy ? 'button' : type}
      className={`${style.button} ${style[look]} ${rest.className ?? ''}`}
      aria-busy={busy || undefined}
      aria-disabled={busy || rest['aria-disabled']}
      onClick={busy ? undefined : onClick}
    >
      {busy ? <span className={style.spinner} aria-hidden="true" /> : icon}
      {children}
    </button>
  );
}

/** What a link needs to look like a button. */
export function buttonLook(look: 'main' | 'plain' | 'quiet' = 'plain'): string {
  return `${style.button} ${style[look]}`;
}
