import { Link } from '@tanstack/react-router';
import { useFormats } from 'shared/i18n/format';
import { useText } from '../../../text';
import style from './version-line.module.css';

interface VersionLineProps {
  courseId: string;
  /** The newest one. */
  published: number | undefined;
  hasChanges: boolean;
}

/** Which version learners see and whether the draft says something else, with the ways to both. */
export function VersionLine({ courseId, published, hasChanges }: VersionLineProps) {
  const text = useText();
  const formats = useFormats();
  if (published === undefined) return text('version.never');
  const version = formats.number(published);
  return (
    <span className={style.line}>
      {text(hasChanges ? 'version.changed' : 'version.unchanged', { version })}
      {hasChanges && (
        <Link to="/courses/$courseId/difference" params={{ courseId }} search={{ from: published, to: 'draft' }}>
          {text('version.review-changes')}
        </Link>
      )}
      <Link to="/courses/$courseId/versions" params={{ courseId }}>
        {text('versions')}
      </Link>
    </span>
  );
}
