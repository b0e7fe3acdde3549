import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Dialog } from 'shared/parts/dialog';
import { Icon } from 'shared/parts/icon';
import { ProgressBar } from 'shared/parts/progress-bar';
import { keep, kept } from 'shared/session/storage';
import { Link } from 'wouter';
import { useText } from '../../../text';
import { completionOf } from '../../course/completion';
import { OutlineList } from '../../course/parts/outline-list';
import { useAddress } from '../../course/preview';
import type { CourseProgress } from '../../course/progress';
import type { CourseDetail } from '../../course/queries';
import style from './player.module.css';

interface PlayerOutlineProps {
  course: CourseDetail;
  lessonId: string;
  progress: CourseProgress;
  /** Whether it is open beside the lesson. */
  shown: boolean;
  onShow: (shown: boolean) => void;
}

/** Who closes the outline finds it closed in the next lesson. */
export function useOutlineShown(): [boolean, (shown: boolean) => void] {
  const [shown, setShown] = useState(() => kept('outline') !== 'closed');
  return [
    shown,
    next => {
      keep('outline', next ? 'open' : 'closed');
      setShown(next);
    },
  ];
}

/** Beside the lesson on wide pages; in a drawer on a phone. */
export function PlayerOutline({ course, lessonId, progress, shown, onShow }: PlayerOutlineProps) {
  const text = useText();
  const formats = useFormats();
  const [open, setOpen] = useState(false);
  const side = useRef<HTMLElement>(null);
  const drawer = useRef<HTMLElement>(null);
  const addressOf = useAddress(course.course_id);
  const { enrolment } = progress;

  // The list alone moves, never the page.
  useLayoutEffect(() => {
    const current = side.current?.querySelector<HTMLElement>('[aria-current]');
    if (!side.current || !current) return;
    side.current.scrollTop = current.offsetTop - side.current.offsetTop - side.current.clientHeight / 3;
  }, [lessonId, shown]);

  useEffect(() => {
    if (open) drawer.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'center' });
  }, [open]);

  const done = enrolment?.progress.completed ?? 0;
  const total = enrolment?.progress.total ?? completionOf(course).asked;
  // Who goes on after that would be told of no more than was asked for.
  const completedAt = enrolment?.progress.percent === 100 ? enrolment.completed_at : undefined;
  const summary = (
    <div className={style.summary}>
      <ProgressBar label={text('progress.label', { title: course.title })} percent={enrolment?.progress.percent ?? 0} />
      <p>
        {completedAt
          ? text('course.completed-on', { date: formats.date(completedAt) })
          : text('progress', { count: total, done: formats.number(done), total: formats.number(total) })}
      </p>
    </div>
  );
  const list = <OutlineList course={course} progress={progress} current={lessonId} onChosen={() => setOpen(false)} />;
  return (
    <>
      <nav ref={side} className={style.side} aria-label={text('lesson.outline')}>
        {shown && (
          <a className={style.past} href="#lesson">
            {text('lesson.skip-outline')}
          </a>
        )}
        <button type="button" className={style.toggle} aria-expanded={shown} onClick={() => onShow(!shown)}>
          {text(shown ? 'lesson.hide-outline' : 'lesson.show-outline')}
        </button>
        {shown && (
          <>
            <Link href={addressOf()} className={style.course}>
              {course.title}
            </Link>
            {summary}
            {list}
          </>
        )}
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
        <nav ref={drawer} aria-label={text('lesson.outline')}>
          {list}
        </nav>
      </Dialog>
    </>
  );
}
