import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Dialog } from 'shared/parts/dialog';
import { Note, ProblemNote } from 'shared/parts/problem-note';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { Failure } from 'shared/parts/state';
import { showToast } from 'shared/parts/toasts';
import layout from '../../../parts/layout.module.css';
import { previewRegrading, type QuizLesson, regrade } from '../queries';
import { useText } from '../text';
import style from './quizzes.module.css';

type Changes = Schema<'RegradingPreview'>['changes'];

interface RegradingProps {
  lesson: QuizLesson;
  /** Called with what has been shown, once it is ordered. */
  onOrdered: (changes: Changes) => void;
}

/** Grades all attempts again, after it has shown who would have another result. */
export function Regrading({ lesson, onOrdered }: RegradingProps) {
  const text = useText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)} aria-haspopup="dialog">
        {text('quiz.regrade')}
      </Button>
      <Dialog title={text('quiz.regrade-title')} open={open} onClose={() => setOpen(false)}>
        <Preview lesson={lesson} onOrdered={onOrdered} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function Preview({ lesson, onOrdered, onClose }: RegradingProps & { onClose: () => void }) {
  const text = useText();
  const formats = useFormats();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const {
    data,
    error: failed,
    refetch,
    isFetching,
  } = useQuery({
    queryKey: ['regrading', lesson],
    queryFn: () => previewRegrading(lesson),
    // It holds for what is there now.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });

  async function confirm({ token, changes }: Schema<'RegradingPreview'>) {
    setBusy(true);
    setError(undefined);
    try {
      await regrade(lesson, token);
      showToast(text('quiz.regraded'));
      onOrdered(changes);
      void client.invalidateQueries({ queryKey: ['course', lesson.course_id, 'quiz'] });
      onClose();
    } catch (refused) {
      setError(refused);
      setBusy(false);
    }
  }

  if (!data) {
    if (failed) return <Failure error={failed} onRetry={() => void refetch()} busy={isFetching} />;
    return (
      <Loading>
        <Skeleton height="8rem" />
      </Loading>
    );
  }
  const { changes, attempts_looked_at: looked, attempts_left_out: leftOut, more } = data;
  const isVain = changes.length === 0 && !more;
  return (
    <div className={layout.form}>
      <p>{text('quiz.regrade-looked', { count: looked, shown: formats.number(looked) })}</p>
      {leftOut > 0 && <p>{text('quiz.regrade-left-out', { count: leftOut, shown: formats.number(leftOut) })}</p>}
      {isVain ? <Note kind="info">{text('quiz.regrade-none')}</Note> : <ChangeTable changes={changes} />}
      {more && <p className={layout.small}>{text('quiz.regrade-more')}</p>}
      {!isVain && <p className={layout.small}>{text('quiz.regrade-told')}</p>}
      {error !== undefined && <ProblemNote error={error} />}
      <div className={layout.ends}>
        <Button onClick={onClose}>{text('cancel')}</Button>
        <Button look="danger" busy={busy} aria-disabled={isVain || undefined} onClick={() => !isVain && confirm(data)}>
          {text('quiz.regrade-now')}
        </Button>
      </div>
    </div>
  );
}

function ChangeTable({ changes }: { changes: Changes }) {
  const text = useText();
  const formats = useFormats();
  const outcome = (percent: number, passed: boolean) =>
    `${formats.percent(percent)}, ${text(passed ? 'attempts.passed' : 'attempts.failed')}`;
  return (
    <table className={style.chosen}>
      <thead>
        <tr>
          <th scope="col">{text('attempts.learner')}</th>
          <th scope="col">{text('quiz.regrade-before')}</th>
          <th scope="col">{text('quiz.regrade-after')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(change => (
          <tr key={`${change.member_id} ${change.number}`}>
            <th scope="row">
              {change.name ?? text('attempts.somebody')}
              <span className={style.soft}> {text('attempts.number', { number: formats.number(change.number) })}</span>
            </th>
            <td>{outcome(change.before_percent, change.passed_before)}</td>
            <td>{outcome(change.after_percent, change.passed_after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
