import { useId, useRef } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Icon } from 'shared/parts/icon';
import { Picker } from '../../../../parts/picker';
import { useText } from '../../../../text';
import type { OtherCourse } from '../model/draft';
import style from './about.module.css';
import { useCourseKind } from './course-kind';

const MOST = 10;

interface PrerequisitesProps {
  courseId: string;
  chosen: readonly OtherCourse[];
  error: string | undefined;
  readOnly: boolean;
  onChange: (chosen: OtherCourse[]) => void;
}

/** Courses that come first. The API knows whether they make a circle. */
export function Prerequisites({ courseId, chosen, error, readOnly, onChange }: PrerequisitesProps) {
  const text = useText();
  const formats = useFormats();
  const id = useId();
  const around = useRef<HTMLFieldSetElement>(null);
  const courses = useCourseKind();

  function remove(at: number) {
    onChange(chosen.filter((_, other) => other !== at));
    requestAnimationFrame(() => {
      const buttons = around.current?.querySelectorAll<HTMLElement>('[data-remove]');
      (buttons?.[Math.min(at, buttons.length - 1)] ?? around.current?.querySelector('input'))?.focus();
    });
  }

  return (
    <fieldset ref={around} className={style.before} aria-describedby={`${id}-note`}>
      <legend>{text('course.before')}</legend>
      <p id={`${id}-note`} className={error ? style.error : style.hint} role={error ? 'alert' : undefined}>
        {error ?? text(chosen.length === 0 ? 'course.before-none' : 'course.before-text')}
      </p>
      {chosen.length > 0 && (
        <ul className={style.courses} aria-label={text('course.before')}>
          {chosen.map(({ id: course, title }, at) => (
            <li key={course}>
              {title}
              {!readOnly && (
                <button
                  type="button"
                  data-remove
                  className={style.remove}
                  data-invalid={error ? true : undefined}
                  aria-label={text('course.chip-remove', { value: title })}
                  onClick={() => remove(at)}
                >
                  <Icon name="cross" size={16} />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {!readOnly && chosen.length < MOST && (
        <Picker
          kind={courses}
          label={text('course.before-add')}
          without={[courseId, ...chosen.map(each => each.id)]}
          onPick={course => {
            onChange([...chosen, { id: course.course_id, title: course.title }]);
            requestAnimationFrame(() => around.current?.querySelector('input')?.focus());
          }}
        />
      )}
      {chosen.length >= MOST && (
        <p className={style.hint}>{text('course.line-most', { most: formats.number(MOST) })}</p>
      )}
    </fieldset>
  );
}
