import { useEffect } from 'react';
import { PageTitle } from 'shared/app/page-title';
import { buttonLook } from 'shared/parts/button';
import { Icon } from 'shared/parts/icon';
import { Link } from 'wouter';
import { useText } from '../../text';
import { Labels, Outcomes } from '../course/parts/about';
import { Cover } from '../course/parts/cover';
import type { CourseProgress } from '../course/progress';
import type { CourseDetail } from '../course/queries';
import style from './finish.module.css';
import { NextSteps } from './next-steps';
import { Reward } from './reward';

interface FinishedProps {
  course: CourseDetail;
  progress: CourseProgress;
  /** The lesson that completed the course. */
  lastLesson: string;
}

/** The end of a course: what was learnt, what it has brought, and what comes next. */
export function Finished({ course, progress, lastLesson }: FinishedProps) {
  const text = useText();
  const { outcomes = [], skills = [] } = course.about ?? {};
  const { enrolment } = progress;
  useEffect(() => scrollTo(0, 0), []);
  return (
    <div className={style.finished}>
      <header className={style.head}>
        <Cover courseId={course.course_id} title={course.title} cover={course.cover} className={style.cover} />
        <span className={style.medal}>
          <Icon name="check" size={40} />
        </span>
        <PageTitle>{text('finish.title')}</PageTitle>
        <p>{text('finish.text', { title: course.title })}</p>
      </header>
      {enrolment && progress.stateOf(lastLesson) === 'completed' && (
        <Reward courseId={course.course_id} lastLesson={lastLesson} enrolledAt={enrolment.enrolled_at} />
      )}
      {outcomes.length > 0 && (
        <section className={style.section} aria-labelledby="outcomes">
          <h2 id="outcomes">{text('finish.learnt')}</h2>
          <Outcomes outcomes={outcomes} lang={course.language ?? undefined} dir={course.text_direction ?? undefined} />
        </section>
      )}
      <Labels title="finish.skills" facet="skill" values={skills} />
      <NextSteps course={course} progress={progress} />
      <div className={style.ways}>
        <Link href="/" className={buttonLook('main')}>
          {text('finish.home')}
        </Link>
        <Link href="/catalogue" className={buttonLook('plain')}>
          {text('home.browse')}
        </Link>
      </div>
    </div>
  );
}
