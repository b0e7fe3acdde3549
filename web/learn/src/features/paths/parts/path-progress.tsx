import { useFormats } from 'shared/i18n/format';
import { Icon } from 'shared/parts/icon';
import { ProgressBar } from 'shared/parts/progress-bar';
import { useText } from '../../../text';
import type { PathDetail } from '../queries';
import { hasOptional } from '../route';
import style from './path.module.css';

/** How far one is in a path: of somebody who has not started it, what was completed before. */
export function PathProgress({ path }: { path: PathDetail }) {
  const text = useText();
  const formats = useFormats();
  const { progress, completed_at, is_taken } = path;
  if (!progress?.total || (!is_taken && progress.completed === 0)) return null;
  const { completed, total, percent } = progress;
  return (
    <div className={style.progress}>
      {completed_at && (
        <div className={style.completed}>
          <Icon name="check" size={24} />
          <div>
            <p className={style.strong}>{text('path.completed')}</p>
            <p>{text('path.completed-on', { date: formats.date(completed_at) })}</p>
          </div>
        </div>
      )}
      <ProgressBar
        label={text('progress.label', { title: path.title })}
        percent={percent}
        tone={percent === 100 ? 'good' : 'brand'}
      />
      <p className={style.soft}>
        {text(hasOptional(path) ? 'path.progress-required' : 'path.progress', {
          count: total,
          done: formats.number(completed),
          total: formats.number(total),
        })}
      </p>
    </div>
  );
}
