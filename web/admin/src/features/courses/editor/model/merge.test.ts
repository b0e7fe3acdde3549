import { describe, expect, test } from 'vitest';
import { changeOf, goOn, isOfDraft, savedAs, withAdoptedIds } from './change';
import { type Contents, differencesOf, type Texts, type Versions } from './differences';
import { type CourseDetail, type CourseDraft, draftOf, lessonsOf } from './draft';
import { drop, move, step } from './moves';
import { change, find, insert, newLesson, remove } from './outline';
import { firstChoices, resolve } from './resolve';

function course(...titles: string[]): CourseDetail {
  const lessons = titles.map((title, at) => ({ id: `l${at}`, title, minutes: 5, kind: 'page' as const }));
  return { title: 'Safety', summary: '', parts: [{ title: 'Part', modules: [{ title: 'Module', lessons }] }] };
}

const BASE = draftOf(course('Doors', 'Fire'));
const NO_TEXTS: Texts = new Map();

function titles(draft: CourseDraft): string[] {
  return lessonsOf(draft).map(lesson => lesson.title);
}

function versions(mine: CourseDraft, theirs: CourseDraft, texts = NO_TEXTS, contents: Contents = new Map()): Versions {
  return { base: BASE, mine, theirs, texts, contents };
}

function written(draft: CourseDraft, key: string, markdown: string, before: string | null = 'old'): CourseDraft {
  return change(draft, key, { text: { markdown, before } });
}

describe('a change', () => {
  test('is nothing where nothing but blanks differ', () => {
    expect(changeOf(BASE, { ...BASE, title: 'Safety ' })).toBeUndefined();
  });

  test('holds only what differs', () => {
    expect(changeOf(BASE, { ...BASE, summary: 'Short' })).toEqual({ summary: 'Short' });
  });

  test('of lessons, their order and the language waits for the next version, and no other', () => {
    const waits = (mine: CourseDraft) => isOfDraft(changeOf(BASE, mine));
    expect(waits(BASE)).toBe(false);
    expect(waits({ ...BASE, title: 'Safe', summary: 'Short', groups: ['g'], tags: ['fire'] })).toBe(false);
    expect(waits(change(BASE, 'lesson-l0', { title: 'Gates' }))).toBe(true);
    expect(waits({ ...BASE, language: 'de' })).toBe(true);
    expect(waits({ ...BASE, unlock: 'in_order' })).toBe(true);
  });

  test('sends the text of what was written, and an empty one for a new lesson', () => {
    const mine = insert(written(BASE, 'lesson-l0', 'New'), newLesson('Water'), { parent: 'module-0-0', index: 2 });
    expect(changeOf(BASE, mine)?.parts?.[0]?.modules[0]?.lessons).toEqual([
      { id: 'l0', title: 'Doors', minutes: 5, markdown: 'New' },
      { id: 'l1', title: 'Fire', minutes: 5 },
      { title: 'Water', minutes: 5, markdown: '' },
    ]);
  });

  test('that is saved leaves what was edited meanwhile', () => {
    const sent = insert(written(BASE, 'lesson-l0', 'New'), newLesson('Water'), { parent: 'module-0-0', index: 0 });
    const key = lessonsOf(sent)[0]?.key ?? '';
    const meanwhile = change(sent, key, { title: 'Waters' });
    const saved = savedAs(sent, {
      ...course(),
      parts: [
        {
          title: 'Part',
          modules: [
            {
              title: 'Module',
              lessons: [
                { id: 'l2', title: 'Water', minutes: 5, kind: 'page' },
                { id: 'l0', title: 'Doors', minutes: 5, kind: 'page' },
                { id: 'l1', title: 'Fire', minutes: 5, kind: 'page' },
              ],
            },
          ],
        },
      ],
    });
    const present = goOn(meanwhile, sent, saved);
    expect(lessonsOf(present)[0]).toMatchObject({ key, id: 'l2', title: 'Waters', minutes: 5 });
    expect(changeOf(saved, present)?.parts?.[0]?.modules[0]?.lessons[0]).toEqual({
      id: 'l2',
      title: 'Waters',
      minutes: 5,
    });
  });

  test('whose answer was lost is recognised', () => {
    const mine = insert(BASE, newLesson('Water'), { parent: 'module-0-0', index: 2 });
    const adopted = withAdoptedIds(mine, draftOf(course('Doors', 'Fire', 'Water')));
    expect(lessonsOf(adopted).map(lesson => lesson.id)).toEqual(['l0', 'l1', 'l2']);
  });
});

describe('a conflict', () => {
  test('is none where each has changed something else', () => {
    const mine = change(BASE, 'lesson-l0', { title: 'Gates' });
    const theirs = draftOf({ ...course('Doors', 'Fires'), title: 'More safety' });
    expect(differencesOf(versions(mine, theirs))).toEqual([]);
    const both = resolve(versions(mine, theirs), new Map());
    expect([both.title, ...titles(both)]).toEqual(['More safety', 'Gates', 'Fires']);
  });

  test('is chosen field by field', () => {
    const mine = { ...change(BASE, 'lesson-l0', { title: 'Gates', minutes: 7 }), title: 'Mine' };
    const theirs = draftOf({ ...course('Locks', 'Fire'), title: 'Theirs' });
    const found = differencesOf(versions(mine, theirs));
    expect(found.map(difference => difference.key)).toEqual(['title', 'title:l0']);
    const chosen = resolve(versions(mine, theirs), new Map([['title:l0', 'theirs']]));
    expect([chosen.title, ...titles(chosen), lessonsOf(chosen)[0]?.minutes]).toEqual(['Mine', 'Locks', 'Fire', 7]);
  });

  test('of texts is one only if both have written', () => {
    const mine = written(BASE, 'lesson-l0', 'mine');
    expect(differencesOf(versions(mine, BASE, new Map([['l0', 'old']])))).toEqual([]);
    expect(differencesOf(versions(mine, BASE, new Map([['l0', 'mine']])))).toEqual([]);
    const both = versions(mine, BASE, new Map([['l0', 'theirs']]));
    expect(differencesOf(both).map(difference => difference.about)).toEqual(['lesson-text']);
    expect(lessonsOf(resolve(both, new Map()))[0]?.text).toEqual({ markdown: 'mine', before: 'theirs' });
    expect(lessonsOf(resolve(both, new Map([['text:l0', 'theirs']])))[0]?.text).toBeUndefined();
  });

  test('loses no lesson that either has added', () => {
    const mine = insert(BASE, newLesson('Water'), { parent: 'module-0-0', index: 0 });
    const theirs = draftOf(course('Doors', 'Fire', 'Air'));
    const found = differencesOf(versions(mine, theirs));
    expect(found.map(difference => difference.about)).toEqual(['outline', 'added-by-them', 'added-by-me']);
    const choices = firstChoices(found);
    expect(titles(resolve(versions(mine, theirs), choices))).toEqual(['Water', 'Doors', 'Fire', 'Air']);
    expect(titles(resolve(versions(mine, theirs), choices.set('outline', 'theirs')))).toEqual([
      'Doors',
      'Fire',
      'Air',
      'Water',
    ]);
  });

  test('lets a lesson with my text begin anew that they have removed', () => {
    const mine = written(BASE, 'lesson-l1', 'mine');
    const theirs = remove(BASE, 'lesson-l1');
    const withMoved = versions({ ...mine, parts: drop(mine, ['lesson-l1'], 'lesson-l0', 'before').parts }, theirs);
    const kept = lessonsOf(resolve(withMoved, firstChoices(differencesOf(withMoved))));
    expect(kept.map(({ id, title }) => [id, title])).toEqual([
      [undefined, 'Fire'],
      ['l0', 'Doors'],
    ]);
  });
});

test('a text of mine outlives the lesson that they have removed', () => {
  const both = versions(written(BASE, 'lesson-l1', 'mine'), remove(BASE, 'lesson-l1'));
  expect(differencesOf(both).map(difference => difference.about)).toEqual(['removed-by-them']);
  expect(lessonsOf(resolve(both, new Map())).at(-1)).toMatchObject({ title: 'Fire', text: { markdown: 'mine' } });
  expect(titles(resolve(both, new Map([['removed-by-them:l1', 'theirs']])))).toEqual(['Doors']);
});

describe('moving', () => {
  const two = draftOf({
    ...course('A', 'B'),
    parts: [...course('A', 'B').parts, { title: 'Second', modules: [{ title: 'Other', lessons: [] }] }],
  });

  test('steps within a module and over its edge', () => {
    const place = step(two, 'lesson-l0', 'down');
    expect(place && titles(move(two, 'lesson-l0', place))).toEqual(['B', 'A']);
    expect(step(two, 'lesson-l1', 'down')).toEqual({ parent: 'module-1-0', index: 0 });
    expect(step(two, 'lesson-l0', 'up')).toBeUndefined();
  });

  test('several keep their order', () => {
    const moved = drop(two, ['lesson-l0', 'lesson-l1'], 'module-1-0', 'on');
    expect(find(moved, 'lesson-l1')).toMatchObject({ index: 1, parent: { key: 'module-1-0' } });
  });

  test('a lesson does not become a module', () => {
    expect(drop(two, ['lesson-l0'], 'module-1-0', 'before')).toBe(two);
  });
});
