import { useQuery } from '@tanstack/react-query';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { ProgressBar } from 'shared/parts/progress-bar';
import { Link } from 'wouter';
import { useText } from '../../../text';
import row from '../../home/parts/home.module.css';
import { pathQuery } from '../queries';
import { hasMore, hasOptional } from '../route';
import style from './my-paths.module.css';

/** A path that one takes, in a list. */
export function PathRow({ path, withProgress }: { path: Schema<'PathTaken'>; withProgress: boolean }) {
  const text = useText();
  const formats = useFormats();
  const { data: detail } = useQuery({ ...pathQuery(path.path_id), enabled: withProgress });
  const progress = detail?.progress;

  function words() {
    if (detail?.completed_at) return <p className={style.done}>{text('path.completed')}</p>;
    if (detail && !hasMore(detail)) return <p className={row.soft}>{text('path.nothing-open')}</p>;
    if (!detail || !progress?.total)
      return (
        <p className={row.soft}>{text('courses', { count: path.courses, shown: formats.number(path.courses) })}</p>
      );
    const { completed, total } = progress;
    const values = { count: total, done: formats.number(completed), total: formats.number(total) };
    return <p className={row.soft}>{text(hasOptional(detail) ? 'path.progress-required' : 'path.progress', values)}</p>;
  }

  return (
    <li className={row.row}>
      <div>
        <Link href={`/paths/${path.path_id}`} className={row.rowTitle}>
          {path.title}
        </Link>
        {words()}
      </div>
      {withProgress && progress?.total !== 0 && (
        <ProgressBar
          label={text('progress.label', { title: path.title })}
          percent={progress?.percent ?? 0}
          tone={progress?.percent === 100 ? 'good' : 'brand'}
        />
      )}
    </li>
  );
}
