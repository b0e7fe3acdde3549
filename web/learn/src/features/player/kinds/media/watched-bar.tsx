import { useFormats } from 'shared/i18n/format';
import { Icon } from 'shared/parts/icon';
import { ProgressBar } from 'shared/parts/progress-bar';
import { useText } from '../../../../text';
import { percentOf, type Segment } from '../../played';
import style from './media.module.css';

interface WatchedBarProps {
  kind: 'video' | 'audio';
  played: readonly Segment[];
  length: number;
  /** What the rule asks. */
  percent: number;
}

/** How much was really seen, and how much has to be. */
export function WatchedBar({ kind, played, length, percent }: WatchedBarProps) {
  const text = useText();
  const formats = useFormats();
  const seen = percentOf(played, length);
  const isEnough = seen >= percent;
  return (
    <div className={style.watched} data-done={isEnough || undefined}>
      <ProgressBar
        label={text(`media.seen.${kind}`, { seen: formats.percent(seen) })}
        percent={Math.min(100, Math.floor((seen * 100) / percent))}
        tone={isEnough ? 'good' : 'brand'}
      />
      <p>
        {isEnough && <Icon name="check" size={16} />}
        <span>
          {text(`media.seen.${kind}`, { seen: formats.percent(seen) })}
          {!isEnough && ` · ${text('media.skipped')}`}
        </span>
      </p>
    </div>
  );
}
