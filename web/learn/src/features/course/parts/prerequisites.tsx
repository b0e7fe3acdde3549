import { buttonLook } from 'shared/parts/button';
import { Icon } from 'shared/parts/icon';
import { Link } from 'wouter';
import { useText } from '../../../text';
import type { CourseDetail } from '../queries';
import style from './prerequisites.module.css';

/** Courses that come before this one, with what is done. While something is missing, they stand in the place of the button that begins the course. */
export function Prerequisites({ course, enrolled }: { course: CourseDetail; enrolled: boolean }) {
  const text = useText();
  const courses = course.prerequisites ?? [];
  if (courses.length === 0) return null;
  const missing = enrolled ? undefined : courses.find(each => !each.is_completed);
  return (
    <section className={style.prerequisites} data-missing={missing ? true : undefined} aria-labelledby="prerequisites">
      <h2 id="prerequisites">{text(missing ? 'course.first' : 'course.prerequisites')}</h2>
      {missing && <p>{text('course.first-text')}</p>}
      <ul className={style.courses}>
        {courses.map(each => (
          <li key={each.course_id}>
            <span className={style.sign} data-completed={each.is_completed || undefined}>
              {each.is_completed && <Icon name="check" size={14} />}
            </span>
            <Link href={`/courses/${each.course_id}`}>{each.title}</Link>
            <span className={style.state}>
              {text(each.is_completed ? 'course.prerequisite-done' : 'course.prerequisite-open')}
            </span>
          </li>
        ))}
      </ul>
      {missing && (
        <Link href={`/courses/${missing.course_id}`} className={buttonLook('main')}>
          {text('course.go-first', { title: missing.title })}
          <Icon name="next" size={18} />
        </Link>
      )}
    </section>
  );
}

/** Whether something must be completed before a course can be begun. */
export function isKeptBack(course: CourseDetail): boolean {
  return course.prerequisites?.some(each => !each.is_completed) ?? false;
}
