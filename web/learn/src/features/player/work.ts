import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { useProblemText } from 'shared/parts/problem-note';
import { showToast } from 'shared/parts/toasts';
import { shelve } from '../../offline/shelf';
import { useText } from '../../text';
import { lessonQuery } from '../course/queries';

type Work = Schema<'Work'> | null | undefined;
/** Makes new work of what there is. Doing it a second time takes it back. */
type Change = (before: Work) => Schema<'Work'>;

export interface LessonWork {
  /** Shows a change at once and saves it. What cannot be saved is taken back, and told. */
  change: (change: Change) => void;
  /** Waits for what is on its way; whether all of it was saved. */
  saved: () => Promise<boolean>;
}

/** What a member does in a lesson. */
export function useWork(courseId: string, lessonId: string): LessonWork {
  const text = useText();
  const problemText = useProblemText();
  const client = useQueryClient();
  const { queryKey } = lessonQuery(courseId, lessonId);
  const running = useRef<Promise<boolean>>(Promise.resolve(true));

  function apply(change: Change) {
    client.setQueryData(queryKey, lesson => lesson && { ...lesson, work: change(lesson.work) });
  }

  const save = useMutation({
    // One after the other: each sends all that is shown by then, so the last one is what counts.
    scope: { id: `work/${courseId}/${lessonId}` },
    retry: false,
    mutationFn: () => {
      const work = client.getQueryData(queryKey)?.work;
      if (!work) return Promise.resolve(undefined);
      const path = { course_id: courseId, lesson_id: lessonId };
      const route = '/v1/me/enrolments/{course_id}/lessons/{lesson_id}/work';
      return answered(api.PUT(route, { params: { path }, body: work }));
    },
    onSuccess: () => void shelve(['lesson', courseId, lessonId], client.getQueryData(queryKey)),
  });

  return {
    change(change) {
      // What was asked before would take it back.
      void client.cancelQueries({ queryKey });
      apply(change);
      const saving = save.mutateAsync().then(
        () => true,
        error => {
          apply(change);
          showToast(text('lesson.not-saved', { why: problemText(error) }), 'bad');
          return false;
        },
      );
      const all = Promise.all([running.current, saving]).then(each => each.every(Boolean));
      running.current = all;
      // What has failed was told, and does not stand in the way of what comes after it.
      void all.then(() => {
        if (running.current === all) running.current = Promise.resolve(true);
      });
    },
    saved: () => running.current,
  };
}
