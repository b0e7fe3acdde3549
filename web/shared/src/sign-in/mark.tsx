import { useLogo } from '../theme/logo';
import style from './mark.module.css';

interface MarkProps {
  size?: number;
  logo?: string | null;
  /** What it stands on, where that is not the page. */
  on?: 'light' | 'dark';
}

/** The workspace's logo, or the product's sign: a trellis and what climbs it. The name is always beside it in words. */
export function Mark({ size = 28, logo, on }: MarkProps) {
  const own = useLogo();
  const shown = logo === undefined ? own : logo;
  if (shown) {
    return <img className={style.logo} data-on={on} src={shown} alt="" height={size} style={{ blockSize: size }} />;
  }
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="9" fill="var(--brand)" />
      <path
        d="M11 7v18M21 7v18M7 12h18M7 20h18"
        stroke="var(--brand-text)"
        strokeOpacity=".45"
        strokeWidth="2"
        strokeLinecap="round"
      />
      <path
        d="M8 25c7 0 3-9 8-9s1-9 8-9"
        fill="none"
        stroke="var(--brand-text)"
        strokeWidth="3"
        strokeLinecap="round"
      />
    </svg>
  );
}
