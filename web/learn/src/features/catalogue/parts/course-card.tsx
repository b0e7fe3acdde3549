import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Icon } from 'shared/parts/icon';
import { ProgressBar } from 'shared/parts/progress-bar';
import { Link } from 'wouter';
import { useText } from '../../../text';
import style from './catalogue.module.css';

interface CourseCardProps {
  course: Schema<'CourseSummary'>;
  enrolment: Schema<'EnrolmentView'> | undefined;
}

export function CourseCard({ course, enrolment }: CourseCardProps) {
  const text = useText();
  const formats = useFormats();
  return (
    <li className={style.card}>
      <h2>
        <Link href={`/courses/${course.course_id}`} className={style.title}>
          {course.title}
        </Link>
      </h2>
      <p className={style.summary}>{course.summary}</p>
      <p className={style.facts}>
        <Icon name="clock" size={16} />
        {formats.minutes(course.minutes)}
        <span aria-hidden="true">·</span>
        {text('lessons', { count: course.lessons, shown: formats.number(course.lessons) })}
      </p>
      {enrolment && (
        <div className={style.state} data-completed={enrolment.completed_at ? true : undefined}>
          {enrolment.completed_at ? (
            <>
              <Icon name="check" size={16} />
              {text('catalogue.completed')}
            </>
          ) : (
            <ProgressBar label={text('progress.label', { title: course.title })} percent={enrolment.progress.percent} />
          )}
        </div>
      )}
    </li>
  );
}
