import { useFormats } from 'shared/i18n/format';
import { Icon } from 'shared/parts/icon';
import { Link, useLocation, useRoute } from 'wouter';
import { usePreview } from '../features/course/preview';
import { useText } from '../text';
import style from './shell.module.css';

/** Over a course of which the address names a version: it is looked at, not taken. */
export function PreviewBar() {
  const text = useText();
  const formats = useFormats();
  const [path] = useLocation();
  const [isCourse] = useRoute('/courses/:courseId/*?');
  const preview = usePreview();
  if (!isCourse || preview === undefined) return null;
  return (
    <aside className={style.preview} aria-label={text('preview')}>
      <Icon name="page" size={18} />
      <span>
        {preview === 'draft'
          ? text('preview.draft')
          : text('preview.version', { version: formats.number(Number(preview)) })}
      </span>
      <Link href={path}>{text('preview.leave')}</Link>
    </aside>
  );
}
