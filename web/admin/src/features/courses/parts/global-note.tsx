import { Link } from '@tanstack/react-router';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Note } from 'shared/parts/problem-note';
import { useText } from '../../../text';

type Course = Pick<Schema<'CourseDetail'>, 'course_id' | 'origin' | 'validation' | 'is_withdrawn'>;

/** Of a course of the global catalogue: who vouches for it, and what can be changed here. */
export function GlobalNote({ course }: { course: Course }) {
  const text = useText();
  const formats = useFormats();
  const { course_id: courseId, origin, validation, is_withdrawn } = course;
  if (origin !== 'global') return null;
  return (
    <>
      {is_withdrawn && <Note kind="info">{text('global.withdrawn-here')}</Note>}
      <Note kind="info">
        {validation && text('global.note', { by: validation.by, date: formats.date(validation.at) })}{' '}
        {text('global.fixed')}{' '}
        <Link to="/global-courses/$courseId" params={{ courseId }}>
          {text('global.look')}
        </Link>
      </Note>
    </>
  );
}
