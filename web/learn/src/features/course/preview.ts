import { useSearch } from 'wouter';

const VERSION = /^(draft|[1-9]\d{0,8})$/;

/** The version that an address asks to look at, `draft` or a number. A preview is no learning: nothing of it is kept or sent. */
export function previewIn(search: string): string | undefined {
  const version = new URLSearchParams(search).get('version') ?? '';
  return VERSION.test(version) ? version : undefined;
}

export function usePreview(): string | undefined {
  return previewIn(useSearch());
}

/** Whether a path is that of a course or of one of its lessons. */
export function isIn(courseId: string, path: string): boolean {
  return `${path}/`.startsWith(`/courses/${courseId}/`);
}

export function addressOf(courseId: string, lessonId?: string, preview?: string): string {
  const lesson = lessonId === undefined ? '' : `/lessons/${lessonId}`;
  return `/courses/${courseId}${lesson}${preview === undefined ? '' : `?version=${preview}`}`;
}

/** Where a course and its lessons are; who previews a version stays in it. */
export function useAddress(courseId: string): (lessonId?: string) => string {
  const preview = usePreview();
  return lessonId => addressOf(courseId, lessonId, preview);
}
