import type { Schema } from 'shared/api/schemas';
import { type FileSource, pathOf } from './files';

type LessonContent = Schema<'LessonContent'>;

/** What a picture takes whose size nobody tells. */
const PICTURE = 100_000;

/** Files of a course are given only at signed addresses; whatever else a lesson links to is somebody else's. */
const SIGNATURES = ['X-Amz-Signature', 'Signature'];

export function isSigned(address: string): boolean {
  if (!/^https?:/.test(address)) return false;
  const parameters = new URLSearchParams(address.split('?')[1]);
  return SIGNATURES.some(name => parameters.has(name));
}

/** Pictures of a text, and files that it links to. */
function filesInText(html: string): FileSource[] {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const addresses = [...page.querySelectorAll('img[src], a[href]')].map(
    each => each.getAttribute('src') ?? each.getAttribute('href') ?? '',
  );
  return addresses.filter(isSigned).map(address => ({ name: pathOf(address), address }));
}

/** All bytes that a lesson needs besides what the API has answered. The same file counts once. */
export function filesOf(lesson: LessonContent): FileSource[] {
  const files = (lesson.files ?? []).flatMap(({ digest, address, save_address, size, content_type }) => {
    const given = address ?? save_address;
    return given ? [{ name: digest, address: given, size, type: content_type }] : [];
  });
  const all = [...files, ...filesInText(lesson.html)];
  return [...new Map(all.map(each => [each.name, each])).values()];
}

/** What the answer of the API takes, roughly. */
export function textSize(lesson: LessonContent): number {
  return JSON.stringify(lesson).length;
}

/** How much these lessons take on the device, as far as it can be known before they are there. */
export function sizeOf(lessons: Iterable<LessonContent>): number {
  const files = new Map<string, number>();
  let texts = 0;
  for (const lesson of lessons) {
    texts += textSize(lesson);
    for (const { name, size = PICTURE } of filesOf(lesson)) files.set(name, size);
  }
  return [...files.values()].reduce((sum, size) => sum + size, texts);
}
