import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Icon } from 'shared/parts/icon';
import { Link } from 'wouter';
import { useText } from '../../../text';
import { useDismissed } from '../../course/dismissed';
import style from './version-hint.module.css';

interface VersionHintProps {
  enrolment: Schema<'EnrolmentView'>;
  /** The course's page, where nothing else around it leads there. */
  href?: string;
}

/** In a list, that a course was corrected or that there is a newer version of it. Its page says more. */
export function VersionHint({ enrolment, href }: VersionHintProps) {
  const text = useText();
  const formats = useFormats();
  const { course_id, newer_version, recalled_from } = enrolment;
  const isDismissed = useDismissed(course_id, newer_version);
  const isRecalled = recalled_from != null;
  if (!isRecalled && (newer_version == null || isDismissed)) return null;
  const words = (
    <>
      <Icon name={isRecalled ? 'alert' : 'star'} size={14} />
      {isRecalled ? text('version.recalled') : text('version.offer', { version: formats.number(newer_version ?? 0) })}
    </>
  );
  const look = { className: style.hint, 'data-kind': isRecalled ? 'recall' : 'offer' };
  return href === undefined ? (
    <span {...look}>{words}</span>
  ) : (
    <Link href={href} {...look}>
      {words}
    </Link>
  );
}
