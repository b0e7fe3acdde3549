import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { Button } from 'shared/parts/button';
import { Dialog } from 'shared/parts/dialog';
import field from 'shared/parts/field.module.css';
import { ProblemNote } from 'shared/parts/problem-note';
import { showToast } from 'shared/parts/toasts';
import { useText } from '../../../text';
import { useAsk } from '../admission';
import type { CourseDetail } from '../queries';
import style from './ask.module.css';
import { focusPage } from './notice';

const LONGEST_NOTE = 500;

/** Asks for a course that needs approval, with a word for whoever decides. */
export function Ask({ course, action }: { course: CourseDetail; action: string }) {
  const text = useText();
  const id = useId();
  const [open, setOpen] = useState(false);
  const [note, setNote] = useState('');
  const send = useAsk(course.course_id);
  const ask = useMutation({
    mutationFn: () => send(note),
    onSuccess: () => {
      setOpen(false);
      setNote('');
      showToast(text('request.sent'));
      focusPage();
    },
  });
  return (
    <div>
      <Button look="main" onClick={() => setOpen(true)}>
        {action}
      </Button>
      <Dialog title={text('request.title', { title: course.title })} open={open} onClose={() => setOpen(false)}>
        <form
          className={style.form}
          onSubmit={event => {
            event.preventDefault();
            if (!ask.isPending) ask.mutate();
          }}
        >
          <div className={field.field}>
            <label className={field.label} htmlFor={id}>
              {text('request.note')}
            </label>
            <textarea
              id={id}
              className={`${field.input} ${style.note}`}
              rows={4}
              maxLength={LONGEST_NOTE}
              value={note}
              aria-describedby={`${id}-hint`}
              onChange={event => setNote(event.currentTarget.value)}
            />
            <p id={`${id}-hint`} className={field.hint}>
              {text('request.note-hint')}
            </p>
          </div>
          {ask.error && <ProblemNote error={ask.error} />}
          <div className={style.ends}>
            <Button onClick={() => setOpen(false)}>{text('cancel')}</Button>
            <Button look="main" type="submit" busy={ask.isPending}>
              {text('request.send')}
            </Button>
          </div>
        </form>
      </Dialog>
    </div>
  );
}
