import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { tellReport } from '../../offline/completions';
import { useRefusals } from '../../shell/use-refusals';
import { lessonQuery } from '../course/queries';
import { ticksIn } from './kinds/ticks';

export interface LessonWork {
  /** Ticks an item of a checklist, or takes its tick back: at once here, and the API is told. What it refuses is taken back. */
  tick: (id: string) => void;
  /** Waits for what is on its way; whether nothing of it was refused. What waits for the network counts as saved: the device keeps it. */
  saved: () => Promise<boolean>;
}

/** What a member does in a lesson. */
export function useWork(courseId: string, lessonId: string): LessonWork {
  const tellRefusals = useRefusals();
  const client = useQueryClient();
  const running = useRef<Promise<boolean>>(Promise.resolve(true));

  return {
    tick(id) {
      const { queryKey } = lessonQuery(courseId, lessonId);
      const lesson = client.getQueryData(queryKey);
      if (!lesson) return;
      // What was asked before would take it back.
      void client.cancelQueries({ queryKey });
      const before = ticksIn(lesson.work);
      const ticks = { [id]: !before.includes(id) };
      const telling = tellReport({ courseId, lessonId, lesson: lesson.title, before, ticks }).then(refused => {
        tellRefusals(refused);
        return !refused.some(each => each.lessonId === lessonId);
      });
      const all = Promise.all([running.current, telling]).then(each => each.every(Boolean));
      running.current = all;
      // What was refused has been told, and does not stand in the way of what comes after it.
      void all.then(() => {
        if (running.current === all) running.current = Promise.resolve(true);
      });
    },
    saved: () => running.current,
  };
}
