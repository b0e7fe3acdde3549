import type { Schema } from 'shared/api/schemas';
import { Choice } from 'shared/parts/choice';
import { type Kind, PickField } from '../../../parts/picker';
import { useText } from '../../../text';
import { askCourses } from '../../courses/queries';
import style from './imports.module.css';

type Course = Schema<'CourseSummary'>;

/** What becomes of a book: a course of its own, or the next edition of one. */
export interface Destination {
  use: 'create' | 'update';
  course: Course | undefined;
}

interface ChooseCourseProps {
  value: Destination;
  onChange: (value: Destination) => void;
}

export function ChooseCourse({ value, onChange }: ChooseCourseProps) {
  const text = useText();
  const { use, course } = value;
  const courses: Kind<Course> = {
    name: 'courses',
    ask: q => askCourses({ q }),
    keyOf: each => each.course_id,
    title: each => each.title,
    detail: each => text(`courses.${each.state}`),
    hint: 'courses.search-hint',
    none: 'courses.none',
    found: 'imports.courses-found',
  };
  return (
    <div className={style.destination}>
      <Choice
        legend={text('imports.destination')}
        name="destination"
        options={[
          { value: 'create', label: text('imports.create-course') },
          { value: 'update', label: text('imports.update-course') },
        ]}
        value={use}
        onChange={chosen => onChange({ ...value, use: chosen })}
      />
      {use === 'update' && (
        <PickField
          kind={courses}
          label={text('imports.course')}
          hint={text('imports.update-hint')}
          chosen={course?.title}
          none={text('imports.no-course')}
          onChange={chosen => onChange({ use, course: chosen })}
        />
      )}
    </div>
  );
}
