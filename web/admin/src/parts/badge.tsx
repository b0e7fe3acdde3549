import style from './badge.module.css';

export type BadgeTone = 'plain' | 'good' | 'warn' | 'bad' | 'brand';

/** A state in one word. */
export function Badge({ tone = 'plain', children }: { tone?: BadgeTone; children: string }) {
  return <span className={`${style.badge} ${style[tone]}`}>{children}</span>;
}
