import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import { Button } from 'shared/parts/button';
import { Dialog } from 'shared/parts/dialog';
import { ProblemNote } from 'shared/parts/problem-note';
import { showToast } from 'shared/parts/toasts';
import { useText } from '../../../text';
import { enrolmentQuery } from '../../learning/queries';
import { useAdmissionChanged } from '../admission';
import type { CourseDetail } from '../queries';
import style from './course.module.css';

/** Gives a course up; what was done in it is kept. */
export function Leave({ course }: { course: CourseDetail }) {
  const text = useText();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const { course_id, title, enrolment } = course;
  const changed = useAdmissionChanged(course_id);
  const leave = useMutation({
    mutationFn: () => answered(api.DELETE('/v1/me/enrolments/{course_id}', { params: { path: { course_id } } })),
    onSuccess: () => {
      setOpen(false);
      showToast(text('course.left', { title }));
      client.removeQueries({ queryKey: enrolmentQuery(course_id).queryKey });
      void changed();
    },
  });
  return (
    <div>
      <Button look="quiet" onClick={() => setOpen(true)}>
        {text('course.leave')}
      </Button>
      <Dialog title={text('course.leave-title', { title })} open={open} onClose={() => setOpen(false)}>
        <p>{text(`course.leave-means-${enrolment?.mode ?? 'open'}`)}</p>
        {leave.error && <ProblemNote error={leave.error} />}
        <div className={style.ends}>
          <Button onClick={() => setOpen(false)}>{text('course.leave-not')}</Button>
          <Button look="main" busy={leave.isPending} onClick={() => leave.mutate()}>
            {text('course.leave-go')}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
