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

const HOST = 'files.example';
const ASSETS = 'W/acme/courses/c1/assets';
const UPLOAD = `F/acme/${'ab'.repeat(32)}`;
const signed = (path: string, host = HOST) => `https://${host}/${path}?X-Amz-Expires=3600&amp;X-Amz-Signature=abc`;
const film = {
  digest: 'd1',
  file_name: 'film.webm',
  size: 5_000_000,
  content_type: 'video/webm',
  address: `https://${HOST}/${UPLOAD}?X-Amz-Signature=1`,
};

test('a lesson needs its files, its pictures, and the files that it links to, each once', () => {
  const picture = `<img src="${signed(`${ASSETS}/a.png`)}">`;
  const html = `<p>${picture} ${picture} <a href="${signed(`${ASSETS}/b.pdf`)}">b</a></p>`;
  expect(filesOf(lesson(html, [film])).map(each => each.name)).toEqual([
    'd1',
    `${HOST}/${ASSETS}/a.png`,
    `${HOST}/${ASSETS}/b.pdf`,
  ]);
});

test('links to pages and what lies in the text itself are no files', () => {
  const html =
    '<a href="https://example.com/x">x</a> <a href="/courses/1">1</a> <img src="data:image/png;base64,AA"> <a href="#y">y</a>';
  expect(filesOf(lesson(html))).toEqual([]);
  expect(isSigned('mailto:a@example.com?Signature=1')).toBe(false);
  expect(isSigned('https://files.example:port/a?Signature=1')).toBe(false);
  expect(isSigned(`https://${HOST}/${ASSETS}/1.png`)).toBe(false);
});

test.each([
  `https://${HOST}/${ASSETS}/1.png?Key-Pair-Id=1&Signature=2`,
  `https://${HOST}/G/courses/c1/assets/e1/1.png?X-Amz-Signature=2`,
  `https://${HOST}/${UPLOAD}?X-Amz-Signature=2`,
  `http://127.0.0.1:3001/trellis-data-files/${UPLOAD}?X-Amz-Signature=2`,
])('%s is a file of the platform', address => {
  expect(isSigned(address)).toBe(true);
});

test('what others have signed is no file of the course, though it may look like one', () => {
  const slides = `<a href="${signed('slides.pdf', 'other.s3.amazonaws.com')}">slides</a>`;
  expect(filesOf(lesson(slides))).toEqual([]);
  const elsewhere = `<a href="${signed(`F/acme/${'cd'.repeat(32)}`, 'other.s3.amazonaws.com')}">elsewhere</a>`;
  const picture = `<img src="${signed(`${ASSETS}/a.png`)}">`;
  expect(filesOf(lesson(elsewhere + picture)).map(each => each.name)).toEqual([`${HOST}/${ASSETS}/a.png`]);
  expect(filesOf(lesson(elsewhere, [film])).map(each => each.name)).toEqual(['d1']);
  expect(filesOf(lesson(elsewhere), `https://${HOST}/${ASSETS}/cover.png?X-Amz-Signature=1`)).toEqual([]);
});

test('what can only be saved is downloaded from there; what cannot be read at all is left out', () => {
  const save = { ...film, address: null, save_address: 'https://f.example/save' };
  expect(filesOf(lesson('', [save, { ...film, digest: 'd2', address: null }]))).toMatchObject([
    { name: 'd1', address: 'https://f.example/save', size: 5_000_000 },
  ]);
});

test('lessons take their texts, each file once, and a guess for each picture', () => {
  const one = lesson('', [film]);
  const two = lesson(`<img src="${signed(`${ASSETS}/a.png`)}">`, [film]);
  expect(sizeOf([one, two])).toBe(5_000_000 + 100_000 + textSize(one) + textSize(two));
});
