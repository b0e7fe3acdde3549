import { PanelIcon } from '../../../parts/panel-icon';
import { useText } from '../../../text';
import { previewAddress, useVersionName, type VersionRef } from './version-name';
import style from './versions.module.css';

interface PreviewLinkProps {
  courseId: string;
  version: VersionRef;
  lesson?: { lesson_id: string; title: string };
  className?: string | undefined;
}

/** A version of a course, or of one of its lessons, as learners see it. */
export function PreviewLink({ courseId, version, lesson, className = style.preview }: PreviewLinkProps) {
  const text = useText();
  const nameOf = useVersionName();
  return (
    <a
      className={className}
      href={previewAddress(courseId, version, lesson?.lesson_id)}
      target="_blank"
      rel="noreferrer"
    >
      {text(version === 'draft' && !lesson ? 'versions.preview-draft' : 'versions.preview')}
      <span className="visually-hidden">
        {' '}
        {text('versions.preview-of', { version: nameOf(version), lesson: lesson ? `${lesson.title}, ` : '' })}
      </span>
      <PanelIcon name="external" size={16} />
    </a>
  );
}
