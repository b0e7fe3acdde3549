import type { MouseEvent } from 'react';
import { useId } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Icon } from 'shared/parts/icon';
import { useOnline } from 'shared/session/use-session';
import { useText } from '../../../text';
import { usePreview } from '../../course/preview';
import type { Kind, TaskProps } from './kind';
import style from './kinds.module.css';
import { countOf, ticksIn } from './ticks';

/** Things to do, each ticked when it is done. */
function ChecklistTask({ lesson, content, work, enrolled, isOffered }: TaskProps<'checklist'>) {
  const text = useText();
  const formats = useFormats();
  const online = useOnline();
  const isPreview = usePreview() !== undefined;
  const note = useId();
  const { done, total } = countOf(content, lesson.work);
  const [lang, dir] = [lesson.language ?? undefined, lesson.text_direction ?? undefined];

  function hint() {
    if (isPreview) return 'checklist.preview';
    if (!enrolled) return isOffered ? 'checklist.enrol' : 'course.archived-closed';
    if (!online) return 'checklist.offline';
    return done === total ? 'checklist.done' : 'checklist.saved';
  }

  return (
    <fieldset className={style.checklist} aria-describedby={note}>
      <legend className={style.legend}>
        {text('checklist.title')}
        <span className="visually-hidden">, </span>
        <span className={style.count} data-done={done === total || undefined}>
          {done === total && <Icon name="check" size={16} />}
          {text('checklist.count', { done: formats.number(done), total: formats.number(total) })}
        </span>
      </legend>
      <ul className={style.items}>
        {content.items.map(({ id = '', text: words }) => (
          <li key={id}>
            <label className={style.item}>
              {/* Boxes that cannot be ticked keep the focus and say why. */}
              <input
                type="checkbox"
                checked={ticksIn(lesson.work).includes(id)}
                aria-disabled={!enrolled || undefined}
                aria-describedby={enrolled ? undefined : note}
                onClick={(event: MouseEvent) => !enrolled && event.preventDefault()}
                onChange={() => enrolled && work.tick(id)}
              />
              <span lang={lang} dir={dir}>
                {words}
              </span>
            </label>
          </li>
        ))}
      </ul>
      <p id={note} className={style.hint} role="status">
        {text(hint())}
      </p>
    </fieldset>
  );
}

export const checklist: Kind<'checklist'> = {
  Task: ChecklistTask,
  left(content, work) {
    const count = countOf(content, work);
    return count.done < count.total ? count : undefined;
  },
};
