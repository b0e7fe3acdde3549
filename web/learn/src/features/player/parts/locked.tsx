import { buttonLook } from 'shared/parts/button';
import { Icon } from 'shared/parts/icon';
import { useProblemText } from 'shared/parts/problem-note';
import { State } from 'shared/parts/state';
import { Link } from 'wouter';
import { useText } from '../../../text';
import type { Lesson } from '../../course/outline';
import { useAddress } from '../../course/preview';

interface LockedProps {
  courseId: string;
  /** What can be done now so that the lesson opens. */
  first: Lesson | undefined;
  error: unknown;
}

/** In the place of a lesson that is not open yet: what to do first. */
export function Locked({ courseId, first, error }: LockedProps) {
  const text = useText();
  const problemText = useProblemText();
  const addressOf = useAddress(courseId);
  return (
    <State
      icon="lock"
      title={text('lesson.locked')}
      action={
        first && (
          <Link href={addressOf(first.id)} className={buttonLook('main')}>
            {text('lesson.go-first', { title: first.title })}
            <Icon name="next" size={18} />
          </Link>
        )
      }
    >
      {first ? text('lesson.locked-text', { title: first.title }) : problemText(error)}
    </State>
  );
}
