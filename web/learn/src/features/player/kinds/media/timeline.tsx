import { clock } from 'shared/i18n/format';
import { useText } from '../../../../text';
import type { Segment } from '../../played';
import style from './media.module.css';

interface TimelineProps {
  time: number;
  length: number;
  played: readonly Segment[];
  onSeek: (to: number) => void;
}

/** Where it is, and what of it was really seen. */
export function Timeline({ time, length, played, onSeek }: TimelineProps) {
  const text = useText();
  return (
    <div className={style.timeline}>
      <svg className={style.seen} viewBox={`0 0 ${length} 1`} preserveAspectRatio="none" aria-hidden="true">
        {played.map(({ from, to }) => (
          <rect key={from} x={from} y={0} width={to - from} height={1} />
        ))}
      </svg>
      <input
        type="range"
        min={0}
        max={length}
        step={1}
        value={Math.min(Math.floor(time), length)}
        aria-label={text('media.position')}
        aria-valuetext={text('media.position-of', { time: clock(time), length: clock(length) })}
        onInput={event => onSeek(Number(event.currentTarget.value))}
      />
    </div>
  );
}
