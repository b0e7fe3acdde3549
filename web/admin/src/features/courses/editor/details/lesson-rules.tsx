import { useId } from 'react';
import { CheckField, SelectField } from '../../../../parts/fields';
import { useText } from '../../../../text';
import type { DraftLesson } from '../model/draft';
import { awaitable, locksOf, lostLocksOf } from '../model/locks';
import type { EditorModel } from '../use-editor';
import style from './about.module.css';

interface LessonRulesProps {
  lesson: DraftLesson;
  editor: EditorModel;
  readOnly: boolean;
  onChange: (fields: Partial<DraftLesson>) => void;
}

/** Whether a lesson can be left out, and what has to be done before it opens. */
export function LessonRules({ lesson, editor, readOnly, onChange }: LessonRulesProps) {
  const text = useText();
  const id = useId();
  const { draft, faults, refused } = editor;
  const { saved, unsaved } = awaitable(draft, lesson.key);
  const awaited = locksOf(draft).get(lesson.key);
  const lost = lostLocksOf(draft).get(lesson.key);
  const hint = () => {
    if (lost) return text('course.after-lost', { title: lost.title });
    if (saved.length === 0 && unsaved === 0) return text('course.after-first');
    if (unsaved > 0) return text('course.after-unsaved');
    return draft.unlock === 'in_order' ? text('course.after-in-order') : undefined;
  };
  const error =
    (faults.get(lesson.key) === 'all-optional' ? text('course.fault.all-optional') : undefined) ??
    refused(lesson.key, 'optional');
  return (
    <div className={style.pair}>
      <SelectField
        label={text('course.after')}
        hint={hint()}
        error={refused(lesson.key, 'after')}
        value={awaited?.id ?? ''}
        options={[
          { value: '', label: text('course.after-none') },
          ...saved.map(each => ({ value: each.id ?? '', label: each.title.trim() || text('course.untitled') })),
        ]}
        disabled={readOnly}
        onChange={event => onChange({ after: event.target.value || undefined })}
      />
      <div className={style.optional}>
        <CheckField
          label={text('course.optional')}
          hint={text('course.optional-hint')}
          checked={lesson.optional}
          disabled={readOnly}
          aria-invalid={error ? true : undefined}
          aria-errormessage={error ? id : undefined}
          onChange={event => onChange({ optional: event.target.checked })}
        />
        {error && (
          <p id={id} className={style.error} role="alert">
            {error}
          </p>
        )}
      </div>
    </div>
  );
}
