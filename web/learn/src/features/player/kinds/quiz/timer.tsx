import { useEffect, useRef, useState } from 'react';
import { clock } from 'shared/i18n/format';
import { Icon } from 'shared/parts/icon';
import { useWaitText } from 'shared/parts/problem-note';
import { useQuizText } from 'shared/quiz/text';
import { isShort, momentBetween } from './clock';
import style from './quiz.module.css';
import { useSecondsLeft } from './use-seconds-left';

interface TimerProps {
  dueAt: string;
  skew: number;
  onTimeUp: () => void;
}

/**
 * The time that is left. It runs on silently, is said at few moments, and can be put away, since a running clock distracts some people more
 * than it helps. The limit is part of what is examined (WCAG 2.2, 2.2.1: an essential exception); authors can leave it out.
 */
export function Timer({ dueAt, skew, onTimeUp }: TimerProps) {
  const text = useQuizText();
  const waitText = useWaitText();
  const left = useSecondsLeft(dueAt, skew, onTimeUp);
  const before = useRef(left);
  const [hidden, setHidden] = useState(false);
  const [said, setSaid] = useState('');

  useEffect(() => {
    const moment = momentBetween(before.current, left);
    before.current = left;
    if (moment !== undefined) setSaid(text('quiz.time-left', { time: waitText(moment) }));
  }, [left]);

  return (
    <div className={style.timer} data-short={isShort(left) || undefined}>
      <Icon name="clock" size={18} />
      {!hidden && (
        <span role="timer" aria-live="off" aria-label={text('quiz.time')}>
          {clock(left)}
        </span>
      )}
      <button type="button" className={style.plainButton} aria-pressed={hidden} onClick={() => setHidden(!hidden)}>
        {text('quiz.hide-time')}
      </button>
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </div>
  );
}
