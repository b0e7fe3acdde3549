import { useId, useState } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Icon } from 'shared/parts/icon';
import { useText } from '../../../text';
import style from './difference.module.css';
import type { LessonChange } from './groups';
import { LineDifference } from './line-difference';
import { PreviewLink } from './preview-link';
import type { VersionPair } from './version-name';

interface LessonChangeProps {
  courseId: string;
  lesson: LessonChange;
  pair: VersionPair;
}

/** What has become of a lesson. Where there is something to read of it, its lines can be opened. */
export function LessonChangeRow({ courseId, lesson, pair }: LessonChangeProps) {
  const text = useText();
  const formats = useFormats();
  const [open, setOpen] = useState(false);
  const id = useId();
  const { kind, fields, title, title_before, module, lesson_id } = lesson;
  const hasLines = kind === 'changed' ? fields.includes('content') : kind !== 'moved';
  const names = fields.map(field => text(`difference.field.${field}`));
  return (
    <li className={style.lesson}>
      <div className={style.head}>
        <div className={style.about}>
          {hasLines ? (
            <button
              type="button"
              className={style.title}
              aria-label={`${title}, ${text(kind === 'changed' ? 'difference.lines' : 'difference.text')}`}
              aria-expanded={open}
              aria-controls={open ? id : undefined}
              onClick={() => setOpen(!open)}
            >
              <Icon name="next" size={16} />
              {title}
            </button>
          ) : (
            <span className={style.title}>{title}</span>
          )}
          <p className={style.soft}>
            {module}
            {kind === 'changed' && names.length > 0 && ` · ${formats.list(names)}`}
          </p>
          {title_before && title_before !== title && (
            <p className={style.soft}>{text('difference.title-before', { title: title_before })}</p>
          )}
        </div>
        <PreviewLink courseId={courseId} version={kind === 'removed' ? pair.from : pair.to} lesson={lesson} />
      </div>
      {open && (
        <div id={id}>
          <LineDifference courseId={courseId} lessonId={lesson_id} pair={pair} />
        </div>
      )}
    </li>
  );
}
