import type { Schema } from 'shared/api/schemas';
import { Icon } from 'shared/parts/icon';
import { ProgressBar } from 'shared/parts/progress-bar';
import { Link } from 'wouter';
import { useText } from '../../../text';
import { Cover } from '../../course/parts/cover';
import { Facts } from '../../course/parts/facts';
import { VersionHint } from '../../learning/parts/version-hint';
import style from './catalogue.module.css';

interface CourseCardProps {
  course: Schema<'CourseSummary'>;
  enrolment: Schema<'EnrolmentView'> | undefined;
}

export function CourseCard({ course, enrolment }: CourseCardProps) {
  const text = useText();
  const lang = course.language ?? undefined;
  return (
    <li className={style.card}>
      <Cover courseId={course.course_id} title={course.title} cover={course.cover} className={style.cover} />
      <div className={style.words}>
        <h2 lang={lang} dir={course.text_direction ?? undefined}>
          <Link href={`/courses/${course.course_id}`} className={style.title}>
            {course.title}
          </Link>
        </h2>
        <p className={style.summary} lang={lang} dir={course.text_direction ?? undefined}>
          {course.summary}
        </p>
        <Facts course={course} />
        {enrolment && <VersionHint enrolment={enrolment} />}
        {enrolment && (
          <div className={style.state} data-completed={enrolment.completed_at ? true : undefined}>
            {enrolment.completed_at ? (
              <>
                <Icon name="check" size={16} />
                {text('catalogue.completed')}
              </>
            ) : (
              <ProgressBar
                label={text('progress.label', { title: course.title })}
                percent={enrolment.progress.percent}
              />
            )}
          </div>
        )}
      </div>
    </li>
  );
}
