import { Icon } from 'shared/parts/icon';
import { useText } from '../../../text';
import type { CourseDetail } from '../queries';
import style from './course.module.css';

/** Of a course that is not the workspace's own: where it comes from, and who vouches for it. */
export function Origin({ course: { origin, validation } }: { course: CourseDetail }) {
  const text = useText();
  if (origin !== 'global') return null;
  return (
    <p className={style.facts}>
      <Icon name="check" size={16} />
      {validation ? text('course.global-by', { name: validation.by }) : text('course.global')}
    </p>
  );
}
