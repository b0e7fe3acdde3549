import { useId } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Icon } from 'shared/parts/icon';
import { useKindNames } from '../../../parts/warning-kinds';
import { useText } from '../../../text';
import style from './losses.module.css';
import { lessonsOf } from './model/draft';
import type { Loss } from './model/losses';
import type { EditorModel } from './use-editor';
import type { Selection } from './use-selection';

interface LossesProps {
  editor: EditorModel;
  selection: Selection;
}

/** What learners do not see of the texts that have just been saved. Its head is read out. */
export function Losses({ editor, selection }: LossesProps) {
  const text = useText();
  const formats = useFormats();
  const id = useId();
  const { losses } = editor;
  const count = losses.length;
  return (
    <section className={count > 0 ? style.losses : undefined} aria-labelledby={count > 0 ? id : undefined}>
      <div role="status" className={count > 0 ? style.head : undefined}>
        {count > 0 && (
          <>
            <h2 id={id}>
              <Icon name="alert" size={18} />
              {text('course.losses', { count, shown: formats.number(count) })}
            </h2>
            <p className={style.soft}>{text('course.losses-text')}</p>
          </>
        )}
      </div>
      {count > 0 && (
        <>
          <ul className={style.list}>
            {losses.map((loss, at) => (
              <LossLine
                key={`${loss.lesson_id} ${loss.line} ${at}`}
                loss={loss}
                editor={editor}
                selection={selection}
              />
            ))}
          </ul>
          <div className={style.ends}>
            <Button onClick={editor.forgetLosses}>{text('course.losses-close')}</Button>
          </div>
        </>
      )}
    </section>
  );
}

function LossLine({ loss, editor, selection }: LossesProps & { loss: Loss }) {
  const text = useText();
  const formats = useFormats();
  const kindName = useKindNames();
  const lesson = lessonsOf(editor.draft).find(({ id }) => id === loss.lesson_id);
  return (
    <li>
      {lesson && (
        <button type="button" className={style.lesson} onClick={() => selection.select(lesson.key)}>
          {lesson.title}
        </button>
      )}
      {loss.line > 0 && (
        <span className={style.soft}>{text('course.losses-line', { line: formats.number(loss.line) })}</span>
      )}
      <span className={style.kind}>{kindName(loss.kind)}</span>
      <span lang="en" dir="auto">
        {loss.message}
      </span>
    </li>
  );
}
