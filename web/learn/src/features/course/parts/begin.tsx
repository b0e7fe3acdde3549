import { buttonLook } from 'shared/parts/button';
import { Icon } from 'shared/parts/icon';
import { Skeleton } from 'shared/parts/skeleton';
import { Link } from 'wouter';
import { useText } from '../../../text';
import { lessonsOf } from '../outline';
import { useAddress, usePreview } from '../preview';
import type { CourseProgress } from '../progress';
import type { CourseDetail } from '../queries';
import { useResumeLesson } from '../resume';
import { letsLook } from '../way-in';
import { Admission } from './admission';
import style from './course.module.css';

interface BeginProps {
  course: CourseDetail;
  progress: CourseProgress;
  /** Something must be completed before the course can be begun. */
  keptBack: boolean;
}

/** The one thing to do next with a course: begin it, go on, or read it again. */
export function Begin({ course, progress, keptBack }: BeginProps) {
  const text = useText();
  const { enrolment } = progress;
  const next = useResumeLesson(course, progress);
  const addressOf = useAddress(course.course_id);
  const isPreview = usePreview() !== undefined;
  if (course.lessons === 0) return <p className={style.facts}>{text('course.no-lessons')}</p>;
  if (isPreview) {
    return (
      <Link href={addressOf(lessonsOf(course)[0]?.id)} className={buttonLook('main')}>
        {text('preview.first')}
        <Icon name="next" size={18} />
      </Link>
    );
  }
  if (enrolment === undefined) return <Skeleton height="44px" width="12rem" />;
  if (enrolment === null && course.state === 'archived')
    return <p className={style.facts}>{text(letsLook(course) ? 'course.archived' : 'course.archived-closed')}</p>;
  if (enrolment === null) return <Admission course={course} keptBack={keptBack} />;
  return (
    <Link href={addressOf(next?.id)} className={buttonLook('main')}>
      {text(enrolment.completed_at ? 'course.again' : 'course.continue')}
      <Icon name="next" size={18} />
    </Link>
  );
}
