import type { Page } from '@playwright/test';
import { changeByColleague, savedCourse } from './authoring.ts';
import { newPictureCourse, publish, type TestCourse } from './courses.ts';
import { captions, FILM_SECONDS, film, pdf } from './documents.ts';
import { uploaded } from './files.ts';

export const HANDBOOK = 'Safety handbook.pdf';
export const ITEMS = ['Helmet on', 'Door shut'];

/** A course with a picture and a file to save, two pages of words, a PDF that may not be saved, a film with captions, and a checklist. */
export async function newOfflineCourse(): Promise<TestCourse> {
  const course = await newPictureCourse();
  const [file, watch, en] = [
    await uploaded('document', pdf(HANDBOOK, ['Wear a helmet', 'Close the door'])),
    await uploaded('video', film()),
    await uploaded('captions', captions()),
  ];
  const track = [{ language: 'en', file: en }];
  const lessons = [
    { title: 'Read it', content: { kind: 'document', file, downloadable: false } },
    {
      title: 'Watch',
      content: { kind: 'video', file: watch, seconds: FILM_SECONDS, watched_percent: 20, captions: track },
    },
    { title: 'Do it', content: { kind: 'checklist', items: ITEMS.map(text => ({ text })) } },
  ].map(lesson => ({ minutes: 3, ...lesson }));
  const { parts } = await savedCourse(course.id);
  const known = parts.map(part => ({
    title: part.title,
    modules: part.modules.map(module => ({
      title: module.title,
      lessons: module.lessons.map(({ id, title, minutes }) => ({ id, title, minutes })),
    })),
  }));
  await changeByColleague(course.id, {
    parts: [...known, { title: 'At work', modules: [{ title: 'Today', lessons }] }],
  });
  return publish(course.id, course.title);
}

/** Waits until the device can open the pages by itself. */
export async function shellKept(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}

/** What of the shelf begins so, whoever it belongs to. */
export function onShelf(page: Page, kind: string): Promise<string[]> {
  return page.evaluate(
    wanted =>
      new Promise<string[]>(resolve => {
        const opening = indexedDB.open('trellis-shelf');
        opening.onsuccess = () => {
          if (!opening.result.objectStoreNames.contains('opened')) return resolve([]);
          const keys = opening.result.transaction('opened').objectStore('opened').getAllKeys();
          keys.onsuccess = () => resolve(keys.result.map(String).filter(key => key.split('/')[1] === wanted));
        };
      }),
    kind,
  );
}
