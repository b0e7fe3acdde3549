import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered, hasStatus } from 'shared/api/problem';
import { type EnrolmentDetail, enrolmentQuery } from '../learning/queries';

/** What lists of one's courses, requests and invitations show after the way into a course has changed. */
export function useAdmissionChanged(courseId: string): () => Promise<unknown> {
  const client = useQueryClient();
  const keys = [['course', courseId], ['enrolments'], ['home'], ['path'], ['requests'], ['invitations']];
  return () => Promise.all(keys.map(queryKey => client.invalidateQueries({ queryKey })));
}

/** Enrols in a course; accepts the invitation to it, where there is one. */
export function useEnrol(courseId: string, onEnrolled: (detail: EnrolmentDetail) => void) {
  const client = useQueryClient();
  const changed = useAdmissionChanged(courseId);
  return useMutation({
    mutationFn: (): Promise<EnrolmentDetail> =>
      answered(api.PUT('/v1/me/enrolments/{course_id}', { params: { path: { course_id: courseId } } })),
    onSuccess: detail => {
      client.setQueryData(enrolmentQuery(courseId).queryKey, detail);
      void changed();
      // Lessons that were read before count once they are read in the course.
      void client.invalidateQueries({ queryKey: ['lesson', courseId] });
      onEnrolled(detail);
    },
    onError: error => {
      // Something must be completed first, or the last seat has been taken, which this page does not know yet.
      if (hasStatus(error, 422) || hasStatus(error, 503)) void changed();
    },
  });
}

export function useAsk(courseId: string) {
  const changed = useAdmissionChanged(courseId);
  return async (note: string) => {
    const params = { path: { course_id: courseId } };
    const body = note.trim() ? { note: note.trim() } : {};
    await answered(api.PUT('/v1/me/enrolment-requests/{course_id}', { params, body }));
    await changed();
  };
}

/** Takes a request back, or puts one away that was declined. */
export function useWithdraw(courseId: string, onDone: () => void) {
  const changed = useAdmissionChanged(courseId);
  return useMutation({
    mutationFn: () =>
      answered(api.DELETE('/v1/me/enrolment-requests/{course_id}', { params: { path: { course_id: courseId } } })),
    onSuccess: onDone,
    // Somebody may have decided meanwhile.
    onSettled: changed,
  });
}

export function useDecline(courseId: string) {
  const changed = useAdmissionChanged(courseId);
  return async () => {
    const params = { path: { course_id: courseId } };
    await answered(api.DELETE('/v1/me/course-invitations/{course_id}', { params }));
    await changed();
  };
}
