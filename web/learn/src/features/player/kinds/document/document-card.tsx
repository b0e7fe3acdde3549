import { useFormats } from 'shared/i18n/format';
import { Icon } from 'shared/parts/icon';
import { useText } from '../../../../text';
import type { TaskProps } from '../kind';
import style from '../kinds.module.css';
import card from './document.module.css';
import type { LessonFile } from './lesson-file';
import { SaveFile } from './save-file';

interface DocumentCardProps extends TaskProps<'document'> {
  file: LessonFile | undefined;
}

/** A document that the page does not show. */
export function DocumentCard({ courseId, lesson, file }: DocumentCardProps) {
  const text = useText();
  const formats = useFormats();
  if (!file) return <p className={style.hint}>{text('document.missing')}</p>;
  return (
    <div className={style.link}>
      <span className={style.sign}>
        <Icon name="document" />
      </span>
      <p className={card.name}>
        {file.file_name} <span className={style.hint}>{formats.size(file.size)}</span>
      </p>
      <SaveFile courseId={courseId} lesson={lesson} file={file} look="main" />
    </div>
  );
}
