import { useFormats } from 'shared/i18n/format';
import { Button, buttonLook } from 'shared/parts/button';
import { Icon } from 'shared/parts/icon';
import { Link } from 'wouter';
import { useText } from '../../../text';
import type { Lesson } from '../../course/outline';
import { useAddress, usePreview } from '../../course/preview';
import type { LessonState } from '../../course/progress';
import type { CourseDetail } from '../../course/queries';
import { useShortcuts } from '../../course/shortcuts';
import { wayIn } from '../../course/way-in';
import type { EnrolmentDetail } from '../../learning/queries';
import type { Left } from '../kinds/kind';
import style from './player.module.css';

interface ControlsProps {
  course: CourseDetail;
  previous: Lesson | undefined;
  next: Lesson | undefined;
  state: LessonState;
  enrolled: EnrolmentDetail | null | undefined;
  /** Another lesson must be done first. */
  isLocked: boolean;
  /** What is left to do in the lesson before it can be completed. */
  left: Left | undefined;
  /** Whether the end of the course is still to be shown once the lesson is done. */
  ends: boolean;
  onComplete: () => void;
}

/** Back, what has been done, and on: one bar, at the same place in every lesson. */
export function Controls({ course, previous, next, state, enrolled, isLocked, left, ends, onComplete }: ControlsProps) {
  const text = useText();
  const formats = useFormats();
  const shortcuts = useShortcuts();
  const addressOf = useAddress(course.course_id);
  const isPreview = usePreview() !== undefined;
  /** There is nothing to start or to complete: not in a preview, and not by somebody new in a course that is no longer offered. */
  const onlyReads = isPreview || (enrolled === null && course.state === 'archived');

  const isHeld = state === 'open' && Boolean(enrolled) && (isLocked || left !== undefined);

  /** Of what is counted the numbers are enough where there is little room. */
  const hasCount = left !== undefined && left.of !== 'quiz' && left.of !== 'package';

  function amounts({ of, done, total }: Left) {
    const amount = of === 'items' ? formats.number : formats.percent;
    return { done: amount(done), total: amount(total) };
  }

  /** Why the button does nothing yet. */
  function hold() {
    if (isLocked) return text('lesson.locked-short');
    return left && text(`left.${left.of}`, amounts(left));
  }

  function action() {
    if (next) return 'lesson.complete';
    // A quiz or a package is completed by what was done in it: then the course may be at its end without anything having been pressed.
    return state === 'open' ? 'lesson.complete-last' : 'lesson.finish';
  }

  function forward() {
    const turnsOnly = onlyReads && next;
    if (enrolled === null && !turnsOnly) {
      return (
        <Link href={addressOf()} className={buttonLook('main')}>
          {text(onlyReads || wayIn(course) !== 'enrol' ? 'preview.to-course' : 'lesson.enrol')}
        </Link>
      );
    }
    if ((state === 'open' && !onlyReads) || (!next && ends)) {
      return (
        <Button
          look="main"
          onClick={isHeld ? undefined : onComplete}
          disabled={!enrolled}
          aria-disabled={isHeld || undefined}
          aria-describedby={isHeld ? 'held' : undefined}
          aria-keyshortcuts={shortcuts ? 'c' : undefined}
        >
          {text(action())}
          <Icon name="check" size={18} />
        </Button>
      );
    }
    if (!next) {
      return (
        <Link href={addressOf()} className={buttonLook('plain')}>
          {text('preview.to-course')}
        </Link>
      );
    }
    return (
      <Link
        href={addressOf(next.id)}
        className={buttonLook('main')}
        aria-keyshortcuts={shortcuts ? 'n ArrowRight' : undefined}
      >
        {text('lesson.next')}
        <Icon name="next" size={18} />
      </Link>
    );
  }

  return (
    <footer className={style.controls}>
      {previous ? (
        <Link
          href={addressOf(previous.id)}
          className={`${buttonLook('plain')} ${style.previous}`}
          aria-label={text('lesson.previous')}
          aria-keyshortcuts={shortcuts ? 'p ArrowLeft' : undefined}
        >
          <Icon name="back" size={18} />
        </Link>
      ) : (
        <span />
      )}
      <p className={style.state} data-state={state} data-sentence={(isHeld && !hasCount) || undefined} role="status">
        {isHeld && (
          <>
            <span id="held" className={hasCount ? style.long : undefined}>
              {hold()}
            </span>
            {left && hasCount && (
              <span className={style.short} aria-hidden="true">
                {text('checklist.count', amounts(left))}
              </span>
            )}
          </>
        )}
        {state === 'completed' && (
          <>
            <Icon name="check" size={16} />
            {text('lesson.completed')}
          </>
        )}
        {state === 'pending' && (
          <>
            <Icon name="waiting" size={16} />
            {text('lesson.pending')}
          </>
        )}
      </p>
      {forward()}
      {shortcuts && (
        <p className={style.keys}>
          {text('lesson.keys')} <Link href="/profile#shortcuts">{text('lesson.keys-change')}</Link>
        </p>
      )}
    </footer>
  );
}
