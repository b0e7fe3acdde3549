import { Link } from '@tanstack/react-router';
import { TextField } from '../../../../parts/fields';
import { useText } from '../../../../text';
import type { EditorModel } from '../use-editor';
import style from './about.module.css';
import { Options } from './options';

const MODES = ['open', 'approval', 'invitation'] as const;
const MOST_SEATS = 1_000_000;

interface EnrolmentProps {
  editor: EditorModel;
  courseId: string;
  readOnly: boolean;
}

/** How learners get into a course, and how many at once. */
export function Enrolment({ editor, courseId, readOnly }: EnrolmentProps) {
  const text = useText();
  const { draft, alter, faults, refused } = editor;
  return (
    <>
      <Options
        legend={text('course.enrolment')}
        options={MODES.map(mode => ({
          value: mode,
          label: text(`course.enrolment.${mode}`),
          text: text(`course.enrolment.${mode}-text`),
        }))}
        value={draft.enrolment}
        error={refused('course', 'enrolment')}
        disabled={readOnly}
        onChange={enrolment => alter(present => ({ ...present, enrolment }))}
      />
      {draft.enrolment !== 'open' && (
        <p className={style.hint}>
          <Link to="/courses/$courseId/invitations" params={{ courseId }}>
            {text('invitations.of-course')}
          </Link>
        </p>
      )}
      <TextField
        type="number"
        label={text('course.seats')}
        hint={text('course.seats-hint')}
        placeholder={text('course.seats-any')}
        value={draft.seats ?? ''}
        min={1}
        max={MOST_SEATS}
        step={1}
        readOnly={readOnly}
        error={faults.get('course') === 'seats' ? text('course.fault.seats') : refused('course', 'seats')}
        onChange={event => {
          const typed = event.target.valueAsNumber;
          alter(present => ({ ...present, seats: Number.isNaN(typed) ? null : typed }), 'seats');
        }}
      />
    </>
  );
}
