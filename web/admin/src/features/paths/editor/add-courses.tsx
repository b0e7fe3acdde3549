import { useRef, useState } from 'react';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Dialog } from 'shared/parts/dialog';
import layout from '../../../parts/layout.module.css';
import { type Kind, Picker } from '../../../parts/picker';
import { useText } from '../../../text';
import { askCourses } from '../../courses/queries';
import { type KnownCourse, type Milestone, MOST_COURSES, type Stop } from './model/draft';

interface AddCoursesProps {
  milestone: Milestone | undefined;
  /** All courses of the path: each stands in it once. */
  stops: readonly Stop[];
  open: boolean;
  onClose: () => void;
  onAdd: (id: string, course: KnownCourse) => void;
}

/** Finds courses for a milestone, one after the other. */
export function AddCourses({ milestone, stops, open, onClose, onAdd }: AddCoursesProps) {
  const text = useText();
  const [added, setAdded] = useState<string>();

  function close() {
    setAdded(undefined);
    onClose();
  }

  return (
    <Dialog title={text('path.add-courses-to', { title: milestone?.title ?? '' })} open={open} onClose={close}>
      <div className={layout.form}>
        <Search
          stops={stops}
          onPick={course => {
            onAdd(course.course_id, course);
            setAdded(course.title);
          }}
        />
        <p role="status" className={layout.small}>
          {added && text('path.course-added', { title: added })}
        </p>
        <div className={layout.ends}>
          <Button look="main" onClick={close}>
            {text('path.add-done')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

interface SearchProps {
  stops: readonly Stop[];
  onPick: (course: Schema<'CourseSummary'>) => void;
}

function Search({ stops, onPick }: SearchProps) {
  const text = useText();
  const formats = useFormats();
  const around = useRef<HTMLDivElement>(null);
  const courses: Kind<Schema<'CourseSummary'>> = {
    name: 'courses',
    ask: q => askCourses({ q }),
    keyOf: course => course.course_id,
    title: course => course.title,
    detail: course => `${text(`courses.${course.state}`)} · ${formats.minutes(course.minutes)}`,
    hint: 'courses.search-hint',
    none: 'courses.none',
    found: 'path.courses-found',
  };
  if (stops.length >= MOST_COURSES) {
    return <p className={layout.small}>{text('path.courses-most', { most: formats.number(MOST_COURSES) })}</p>;
  }
  return (
    <div ref={around}>
      <Picker
        kind={courses}
        label={text('path.find-course')}
        without={stops.map(stop => stop.id)}
        onPick={course => {
          onPick(course);
          requestAnimationFrame(() => around.current?.querySelector('input')?.focus());
        }}
      />
    </div>
  );
}
