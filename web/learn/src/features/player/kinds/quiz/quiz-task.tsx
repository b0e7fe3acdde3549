import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { Failure } from 'shared/parts/state';
import { loadQuizMessages, useQuizText } from 'shared/quiz/text';
import { useText } from '../../../../text';
import { usePreview } from '../../../course/preview';
import type { TaskProps } from '../kind';
import { skewOf } from './clock';
import { OpenAttempt } from './open-attempt';
import { PastAttempt } from './past-attempt';
import { askAgain, attemptQuery, standingQuery } from './queries';
import style from './quiz.module.css';
import { PASS, Start } from './start';

const AGAIN_AFTER = 30_000;

/** A quiz: what awaits one, the attempt that is open, or what came of one. */
function QuizTask(props: TaskProps<'quiz'>) {
  const text = useQuizText();
  const portalText = useText();
  const isPreview = usePreview() !== undefined;

  function why() {
    if (isPreview) return text('quiz.preview');
    return props.isOffered ? text('quiz.enrol') : portalText('course.archived-closed');
  }

  if (isPreview || !props.enrolled) {
    return (
      <section className={style.start} aria-label={text('quiz.title')}>
        <p>{why()}</p>
      </section>
    );
  }
  return <Taken {...props} />;
}

/** The task, once it can speak. */
export async function loadQuizTask(): Promise<typeof QuizTask> {
  await loadQuizMessages();
  return QuizTask;
}

function Waiting() {
  return (
    <Loading>
      <Skeleton height="16rem" />
    </Loading>
  );
}

function Taken({ lesson, content, courseId }: TaskProps<'quiz'>) {
  const [shown, setShown] = useState<number>();
  const standing = useQuery({
    ...standingQuery(courseId, lesson.id),
    refetchOnMount: 'always',
    // Who waits for the quiz to open, or for another attempt, need not load the page again.
    refetchInterval: ({ state: { data } }) =>
      data?.can_begin === false && data.attempts_left !== 0 ? AGAIN_AFTER : false,
  });
  if (shown !== undefined) {
    return (
      <Shown courseId={courseId} lesson={lesson} content={content} number={shown} onClose={() => setShown(undefined)} />
    );
  }
  if (standing.data) {
    return (
      <Start
        courseId={courseId}
        lessonId={lesson.id}
        content={content}
        standing={standing.data}
        now={Date.now() + skewOf(standing.data.server_time, standing.dataUpdatedAt)}
        onShow={setShown}
      />
    );
  }
  if (standing.error) {
    return <Failure error={standing.error} onRetry={() => standing.refetch()} busy={standing.isFetching} />;
  }
  return <Waiting />;
}

interface ShownProps extends Pick<TaskProps<'quiz'>, 'courseId' | 'lesson' | 'content'> {
  number: number;
  onClose: () => void;
}

function Shown({ courseId, lesson, content, number, onClose }: ShownProps) {
  // What another device has answered or handed in meanwhile is seen by who comes back to this page.
  const found = useQuery({
    ...attemptQuery(courseId, lesson.id, number),
    staleTime: 0,
    refetchOnWindowFocus: 'always',
  });
  const state = found.data?.attempt.state;
  const wasOpen = useRef(false);
  useEffect(() => {
    // It has ended here, by its deadline or on another device: whatever depends on its result is not what it was.
    if (wasOpen.current && state !== 'open') askAgain(courseId, lesson.id);
    wasOpen.current = state === 'open';
  }, [state, courseId, lesson.id]);
  if (!found.data) {
    if (!found.error) return <Waiting />;
    return <Failure error={found.error} onRetry={() => found.refetch()} busy={found.isFetching} />;
  }
  const { attempt } = found.data;
  if (attempt.state === 'open') {
    return (
      <OpenAttempt
        key={number}
        courseId={courseId}
        lesson={lesson}
        open={found.data}
        oneAtATime={content.one_at_a_time ?? true}
      />
    );
  }
  return (
    <PastAttempt
      key={number}
      lesson={lesson}
      attempt={attempt}
      passPercent={content.pass_percent ?? PASS}
      onClose={onClose}
    />
  );
}
