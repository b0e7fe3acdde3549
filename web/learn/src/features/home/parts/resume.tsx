import { useQuery } from '@tanstack/react-query';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { buttonLook } from 'shared/parts/button';
import { Icon } from 'shared/parts/icon';
import { ProgressBar } from 'shared/parts/progress-bar';
import { Link } from 'wouter';
import { useText } from '../../../text';
import { Cover } from '../../course/parts/cover';
import { useCourseProgress } from '../../course/progress';
import { courseQuery } from '../../course/queries';
import { useResumeLesson } from '../../course/resume';
import { VersionHint } from '../../learning/parts/version-hint';
import style from './home.module.css';

/** The course that was touched last, and the lesson to go on with. */
export function Resume({ enrolment }: { enrolment: Schema<'EnrolmentView'> }) {
  const text = useText();
  const formats = useFormats();
  const course = useQuery(courseQuery(enrolment.course_id));
  const progress = useCourseProgress(enrolment.course_id);
  const lesson = useResumeLesson(course.data, progress);
  const { completed, total, percent } = enrolment.progress;
  const address = `/courses/${enrolment.course_id}${lesson ? `/lessons/${lesson.id}` : ''}`;
  return (
    <section className={style.card} aria-labelledby="resume">
      <Cover
        courseId={enrolment.course_id}
        title={enrolment.title}
        cover={course.data?.cover}
        className={style.cover}
      />
      <h2 id="resume" className={style.kicker}>
        {text('home.continue')}
      </h2>
      <p className={style.course}>{enrolment.title}</p>
      <p className={style.lesson}>{lesson ? `${lesson.title} · ${formats.minutes(lesson.minutes)}` : '\u00a0'}</p>
      <VersionHint enrolment={progress.enrolment ?? enrolment} href={`/courses/${enrolment.course_id}`} />
      <div className={style.progress}>
        <ProgressBar label={text('progress.label', { title: enrolment.title })} percent={percent} />
        <p className={style.soft}>
          {text('progress', { count: total, done: formats.number(completed), total: formats.number(total) })}
        </p>
      </div>
      <Link href={address} className={buttonLook('main')}>
        {text('home.go-on')}
        <Icon name="next" size={18} />
      </Link>
    </section>
  );
}
