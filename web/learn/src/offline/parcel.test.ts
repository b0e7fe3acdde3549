import { expect, test } from 'vitest';
import { filesOf, isSigned, sizeOf, textSize } from './parcel';

const lesson = (html: string, files: object[] = []) =>
  ({
    id: 'l1',
    title: 'One',
    kind: 'page',
    content: { kind: 'page' },
    minutes: 1,
    html,
    files,
  }) as unknown as Parameters<typeof filesOf>[0];

const signed = (path: string) => `https://files.example/${path}?X-Amz-Expires=3600&amp;X-Amz-Signature=abc`;
const film = {
  digest: 'd1',
  file_name: 'film.webm',
  size: 5_000_000,
  content_type: 'video/webm',
  address: 'https://f.example/1',
};

test('a lesson needs its files, its pictures, and the files that it links to, each once', () => {
  const html = `<p><img src="${signed('a.png')}"> <img src="${signed('a.png')}"> <a href="${signed('b.pdf')}">b</a></p>`;
  expect(filesOf(lesson(html, [film])).map(each => each.name)).toEqual([
    'd1',
    'files.example/a.png',
    'files.example/b.pdf',
  ]);
});

test('links to pages and what lies in the text itself are no files', () => {
  const html =
    '<a href="https://example.com/x">x</a> <a href="/courses/1">1</a> <img src="data:image/png;base64,AA"> <a href="#y">y</a>';
  expect(filesOf(lesson(html))).toEqual([]);
  expect(isSigned('mailto:a@example.com?Signature=1')).toBe(false);
  expect(isSigned('https://files.example/a?Key-Pair-Id=1&Signature=2')).toBe(true);
});

test('what can only be saved is downloaded from there; what cannot be read at all is left out', () => {
  const save = { ...film, address: null, save_address: 'https://f.example/save' };
  expect(filesOf(lesson('', [save, { ...film, digest: 'd2', address: null }]))).toMatchObject([
    { name: 'd1', address: 'https://f.example/save', size: 5_000_000 },
  ]);
});

test('lessons take their texts, each file once, and a guess for each picture', () => {
  const one = lesson('', [film]);
  const two = lesson(`<img src="${signed('a.png')}">`, [film]);
  expect(sizeOf([one, two])).toBe(5_000_000 + 100_000 + textSize(one) + textSize(two));
});
