import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered, hasStatus } from 'shared/api/problem';
import { sendPending } from '../../offline/completions';
import { shelve } from '../../offline/shelf';
import { useRefusals } from '../../shell/use-refusals';
import { type EnrolmentDetail, enrolmentQuery } from '../learning/queries';
import { dropLessons } from './version';

/** Takes the newest version of a course, or confirms the one to which a recall has moved the member. */
export function useTakeVersion(courseId: string, onTaken: () => void) {
  const client = useQueryClient();
  const tellRefusals = useRefusals();

  function askAgain(): Promise<void> {
    for (const queryKey of [['enrolments'], ['home'], ['path']]) void client.invalidateQueries({ queryKey });
    return client.invalidateQueries({ queryKey: ['course', courseId] });
  }

  return useMutation({
    mutationFn: async (version: number): Promise<EnrolmentDetail> => {
      // What was completed here is of the version before.
      tellRefusals((await sendPending()).refused);
      const params = { path: { course_id: courseId } };
      return answered(api.PUT('/v1/me/enrolments/{course_id}/version', { params, body: { version } }));
    },
    onSuccess: async detail => {
      const { queryKey } = enrolmentQuery(courseId);
      const before = client.getQueryData(queryKey);
      await client.cancelQueries({ queryKey });
      client.setQueryData(queryKey, detail);
      void shelve(['enrolment', courseId], detail);
      if (before?.version !== detail.version) dropLessons(courseId);
      // By now what asked for it may be gone from the page.
      onTaken();
      await askAgain();
    },
    onError: error => {
      // Meanwhile there is another newest version, or a recall has come first.
      if (!hasStatus(error, 422)) return;
      void client.invalidateQueries({ queryKey: ['enrolment', courseId] });
      void askAgain();
    },
  });
}
