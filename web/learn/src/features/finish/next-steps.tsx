import { useQuery } from '@tanstack/react-query';
import { useFormats } from 'shared/i18n/format';
import { Icon } from 'shared/parts/icon';
import { Link } from 'wouter';
import { useText } from '../../text';
import { KIND_ICONS } from '../course/kinds';
import { type Lesson, lessonsOf } from '../course/outline';
import type { CourseProgress } from '../course/progress';
import type { CourseDetail } from '../course/queries';
import { enrolmentsQuery } from '../learning/queries';
import { NextOnPaths } from '../paths/parts/next-on-paths';
import style from './finish.module.css';

/** More would be a list, and not a next step. */
const MOST = 3;

interface NextStepsProps {
  course: CourseDetail;
  progress: CourseProgress;
}

/** What one can go on with: what is not done here, since it was not asked for, and what was begun elsewhere. */
export function NextSteps({ course, progress }: NextStepsProps) {
  const text = useText();
  const formats = useFormats();
  const enrolments = useQuery(enrolmentsQuery);
  const remaining = lessonsOf(course).filter(lesson => progress.stateOf(lesson.id) === 'open');
  const begun = enrolments.data?.items.filter(each => !each.completed_at && each.course_id !== course.course_id) ?? [];
  const addressOf = (lesson: Lesson) => `/courses/${course.course_id}/lessons/${lesson.id}`;
  return (
    <>
      <NextOnPaths courseId={course.course_id} />
      {remaining.length > 0 && (
        <section className={style.section} aria-labelledby="remaining">
          <h2 id="remaining">
            {text(remaining.every(lesson => lesson.optional) ? 'finish.optional' : 'finish.remaining')}
          </h2>
          <ul className={style.steps}>
            {remaining.slice(0, MOST).map(lesson => (
              <li key={lesson.id}>
                <Link href={addressOf(lesson)} className={style.step}>
                  <Icon name={KIND_ICONS[lesson.kind]} />
                  <span>{lesson.title}</span>
                  <span className={style.soft}>{formats.minutes(lesson.minutes)}</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      {begun.length > 0 && (
        <section className={style.section} aria-labelledby="begun">
          <h2 id="begun">{text('home.also')}</h2>
          <ul className={style.steps}>
            {begun.slice(0, MOST).map(each => (
              <li key={each.course_id}>
                <Link href={`/courses/${each.course_id}`} className={style.step}>
                  <Icon name="learning" />
                  <span>{each.title}</span>
                  <span className={style.soft}>{formats.percent(each.progress.percent)}</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
