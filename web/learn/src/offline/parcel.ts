import type { Schema } from 'shared/api/schemas';
import { type FileSource, pathOf } from './files';

type LessonContent = Schema<'LessonContent'>;

/** What a picture takes whose size nobody tells. */
const PICTURE = 100_000;

/** Files of a course are given only at signed addresses. */
const SIGNATURES = ['X-Amz-Signature', 'Signature'];

/** Where the platform keeps them: imported ones by their course, uploaded ones by their digest. On a developer's machine, the bucket stands before it. */
const KEYS = /^(\/[^/]+)?\/((W\/[^/]+|G)\/courses\/[^/]+\/assets\/.+|F\/[^/]+\/[0-9a-f]{64})$/;

/** Whether this can be a file of the platform. Others sign their links as well, and the page may not ask them for anything. */
export function isSigned(address: string): boolean {
  if (!/^https?:/.test(address) || !URL.canParse(address)) return false;
  const { pathname, searchParams } = new URL(address);
  return KEYS.test(pathname) && SIGNATURES.some(name => searchParams.has(name));
}

/**
 * Pictures of a text, and files that it links to. An author can link to a file of another installation, but pictures are always the API's own:
 * so they tell the host, if nothing else does.
 */
function filesInText(html: string, given: string | undefined): FileSource[] {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const addressesIn = (name: 'src' | 'href', elements: string) =>
    [...page.querySelectorAll(elements)].map(each => each.getAttribute(name) ?? '').filter(isSigned);
  const pictures = addressesIn('src', 'img[src]');
  const own = given ?? pictures[0];
  const links = addressesIn('href', 'a[href]').filter(each => !own || hostOf(each) === hostOf(own));
  return [...pictures, ...links].map(address => ({ name: pathOf(address), address }));
}

function hostOf(address: string): string {
  return new URL(address).host;
}

/** All bytes that a lesson needs besides what the API has answered. The same file counts once. The course's cover lies where its files do. */
export function filesOf(lesson: LessonContent, cover?: string): FileSource[] {
  // A package runs in its own origin, and only there.
  const shown = lesson.kind === 'package' ? [] : (lesson.files ?? []);
  const files = shown.flatMap(({ digest, address, save_address, size, content_type }) => {
    const given = address ?? save_address;
    return given ? [{ name: digest, address: given, size, type: content_type }] : [];
  });
  const all = [...files, ...filesInText(lesson.html, files[0]?.address ?? cover)];
  return [...new Map(all.map(each => [each.name, each])).values()];
}

/** What the answer of the API takes, roughly. */
export function textSize(lesson: LessonContent): number {
  return JSON.stringify(lesson).length;
}

/** How much these lessons take on the device, as far as it can be known before they are there. */
export function sizeOf(lessons: Iterable<LessonContent>, cover?: string): number {
  const files = new Map<string, number>();
  let texts = 0;
  for (const lesson of lessons) {
    texts += textSize(lesson);
    for (const { name, size = PICTURE } of filesOf(lesson, cover)) files.set(name, size);
  }
  return [...files.values()].reduce((sum, size) => sum + size, texts);
}
