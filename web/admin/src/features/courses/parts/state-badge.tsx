import type { Schema } from 'shared/api/schemas';
import { Badge } from '../../../parts/badge';
import { useText } from '../../../text';
import style from './state-badge.module.css';

export function CourseStateBadge({ state }: { state: Schema<'CourseState'> }) {
  const text = useText();
  return <Badge tone={state === 'published' ? 'good' : 'warn'}>{text(`courses.${state}`)}</Badge>;
}

type Course = Pick<Schema<'CourseSummary'>, 'state' | 'origin' | 'is_withdrawn'>;

/** Where a course stands, and that it is not the workspace's own. */
export function CourseStanding({ course: { state, origin, is_withdrawn } }: { course: Course }) {
  const text = useText();
  if (origin !== 'global') return <CourseStateBadge state={state} />;
  return (
    <span className={style.badges}>
      {is_withdrawn && <Badge tone="bad">{text('global.withdrawn')}</Badge>}
      {!is_withdrawn && state === 'draft' && <Badge tone="warn">{text('global.hidden')}</Badge>}
      {!is_withdrawn && state !== 'draft' && <CourseStateBadge state={state} />}
      <Badge>{text('global')}</Badge>
    </span>
  );
}
