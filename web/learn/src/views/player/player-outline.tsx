import { useState } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Dialog } from 'shared/parts/dialog';
import { Icon } from 'shared/parts/icon';
import { ProgressBar } from 'shared/parts/progress-bar';
import { Link } from 'wouter';
import type { CourseDetail } from '../../api/queries';
import { OutlineList } from '../../course/outline-list';
import type { CourseProgress } from '../../course/progress';
import { useText } from '../../text';
import style from './player.module.css';

interface PlayerOutlineProps {
  course: CourseDetail;
  lessonId: string;
  progress: CourseProgress;
}

/** Beside the lesson on wide pages; in a drawer on a phone. */
export function PlayerOutline({ course, lessonId, progress }: PlayerOutlineProps) {
  const text = useText();
  const formats = useFormats();
  const [open, setOpen] = useState(false);
  const { enrolment } = progress;
  const done = enrolment?.progress.completed ?? 0;
  const summary = (
    <div className={style.summary}>
      <ProgressBar label={text('progress.label', { title: course.title })} percent={enrolment?.progress.percent ?? 0} />
      <p>{text('progress', { done: formats.number(done), total: formats.number(course.lessons) })}</p>
    </div>
  );
  const list = (
    <OutlineList course={course} stateOf={progress.stateOf} current={lessonId} onChosen={() => setOpen(false)} />
  );
  return (
    <>
      <nav className={style.side} aria-label={text('lesson.outline')}>
        <Link href={`/courses/${course.course_id}`} className={style.course}>
          {course.title}
        </Link>
        {summary}
        {list}
      </nav>
      <div className={style.top}>
        <button type="button" className={style.drawerButton} onClick={() => setOpen(true)}>
          <Icon name="list" />
          <span className={style.topTitle}>{course.title}</span>
          <span className="visually-hidden">, {text('lesson.outline')}</span>
        </button>
        {summary}
      </div>
      <Dialog title={course.title} shape="drawer" open={open} onClose={() => setOpen(false)}>
        <nav aria-label={text('lesson.outline')}>{list}</nav>
      </Dialog>
    </>
  );
}
