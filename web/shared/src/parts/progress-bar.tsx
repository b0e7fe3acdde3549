import style from './progress-bar.module.css';

interface ProgressBarProps {
  label: string;
  /** 0 to 100. */
  percent: number;
  tone?: 'brand' | 'good' | 'accent';
}

export function ProgressBar({ label, percent, tone = 'brand' }: ProgressBarProps) {
  return (
    <div
      className={style.track}
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <div className={`${style.bar} ${style[tone]}`} style={{ inlineSize: `${percent}%` }} />
    </div>
  );
}
