import { useFormats } from 'shared/i18n/format';
import { useText } from '../../../text';

/** What authors write, or one of the versions that were published. */
export type VersionRef = number | 'draft';

export interface VersionPair {
  from: VersionRef;
  to: VersionRef;
}

function versionIn(value: unknown): VersionRef | undefined {
  if (value === 'draft') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

/** The two versions that an address names, as far as it names any. */
export function pairIn(search: Record<string, unknown>): Partial<VersionPair> {
  const [from, to] = [versionIn(search.from), versionIn(search.to)];
  return { ...(from && { from }), ...(to && { to }) };
}

/** Everything that can be looked at of a course of which `newest` was published last. */
export function versionsTo(newest: number): VersionRef[] {
  return ['draft', ...Array.from({ length: newest }, (_, index) => newest - index)];
}

/** Where learners would see it. */
export function previewAddress(courseId: string, version: VersionRef, lessonId?: string): string {
  return `/courses/${courseId}${lessonId === undefined ? '' : `/lessons/${lessonId}`}?version=${version}`;
}

export function useVersionName(): (version: VersionRef) => string {
  const text = useText();
  const formats = useFormats();
  return version =>
    version === 'draft' ? text('version.draft') : text('version.number', { version: formats.number(version) });
}
