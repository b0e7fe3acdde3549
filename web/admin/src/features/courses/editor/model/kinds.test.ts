import { ProblemError } from 'shared/api/problem';
import { describe, expect, test } from 'vitest';
import { addressOf } from '../content/address';
import { contentFault, contentText } from '../content/kinds';
import { completed, type KeptDraft } from '../kept-draft';
import { changeOf, goOn, savedAs } from './change';
import { type Contents, differencesOf, type Versions } from './differences';
import { type Content, type CourseDetail, type CourseDraft, draftOf, lessonsOf } from './draft';
import { faultsOf } from './faults';
import { awaitable, locksOf, lostLocksOf } from './locks';
import { move, step } from './moves';
import { change, insert, newLesson, remove } from './outline';
import { refusalsOf, standing, withTitles } from './refusals';
import { firstChoices, resolve } from './resolve';

const COURSE: CourseDetail = {
  title: 'Safety',
  summary: '',
  about: { tags: ['fire'], skills: [], level: 'beginner', outcomes: ['Know the exits'] },
  language: 'en',
  prerequisites: [{ course_id: 'C1', title: 'Basics', is_completed: false }],
  unlock: 'free',
  parts: [
    {
      title: 'Part',
      modules: [
        {
          title: 'Module',
          lessons: [
            { id: 'l0', title: 'Doors', minutes: 5, kind: 'page' },
            { id: 'l1', title: 'Kit', minutes: 5, kind: 'checklist', optional: true, after: 'l0' },
          ],
        },
      ],
    },
  ],
};
const BASE = draftOf(COURSE);
const LIST: Content = { kind: 'checklist', items: [{ id: 'A', text: 'Helmet' }] };
const LONGER: Content = { kind: 'checklist', items: [...LIST.items, { text: 'Gloves' }] };

function versions(mine: CourseDraft, theirs: CourseDraft, contents: Contents = new Map()): Versions {
  return { base: BASE, mine, theirs, texts: new Map(), contents };
}

function sentLessons(mine: CourseDraft, base = BASE) {
  return changeOf(base, mine)?.parts?.[0]?.modules[0]?.lessons;
}

function withContent(draft: CourseDraft, value: Content, before: Content | null = LIST): CourseDraft {
  return change(draft, 'lesson-l1', { content: { value, before } });
}

test('a lesson with a file needs one, and is compared by it', () => {
  const video: Content = { kind: 'video', file: '', seconds: 1, watched_percent: 90, captions: [] };
  expect(contentFault(video)).toBe('no-file');
  expect(contentFault({ ...video, file: 'ab' })).toBeUndefined();
  expect(contentFault({ ...video, file: 'ab', watched_percent: Number.NaN })).toBe('watched');
  expect(contentText({ ...video, watched_percent: 80 })).not.toBe(contentText(video));
  expect(contentText({ ...video, captions: [{ language: 'de', file: 'cd' }] })).not.toBe(contentText(video));
  const document: Content = { kind: 'document', file: 'ab', downloadable: true };
  expect(contentText({ ...document, downloadable: false })).not.toBe(contentText(document));
  expect(contentFault({ ...document, file: '' })).toBe('no-file');
});

test('a quiz is merged as a whole, and what the API has filled in is no change of it', () => {
  const question = { id: 'q1', kind: 'true_false' as const, text: 'Fire is hot.', right: true };
  const saved: Content = { kind: 'quiz', questions: [question], pass_percent: 80, shuffle_answers: true };
  const mine: Content = { kind: 'quiz', questions: [question], pass_percent: 60 };
  const theirs: Content = { kind: 'quiz', questions: [{ ...question, right: false }] };
  expect(contentText({ kind: 'quiz', questions: [question] })).toBe(contentText(saved));
  expect(contentFault(saved)).toBeUndefined();
  expect(contentFault({ kind: 'quiz', questions: [] })).toBe('no-questions');
  expect(contentFault({ kind: 'quiz', questions: [{ ...question, text: '' }] })).toBe('quiz');
  const edited = withContent(BASE, mine, saved);
  expect(differencesOf(versions(edited, BASE, new Map([['l1', saved]])))).toEqual([]);
  const [clash] = differencesOf(versions(edited, BASE, new Map([['l1', theirs]])));
  expect(clash).toMatchObject({ about: 'lesson-content', mine: expect.stringContaining('pass percent: 60') });
  expect(clash?.theirs).toContain('right: false');
});

describe('what a course says of itself', () => {
  test('is sent whole, and only when some of it has changed', () => {
    expect(changeOf(BASE, { ...BASE, outcomes: ['Know the exits', ' '], audience: ' ' })).toBeUndefined();
    expect(changeOf(BASE, { ...BASE, level: '', tags: ['doors', 'fire'] })).toEqual({
      about: { tags: ['doors', 'fire'], skills: [], outcomes: ['Know the exits'] },
    });
    expect(changeOf(BASE, { ...BASE, cover: 'ab' })?.about).toMatchObject({ cover: 'ab', level: 'beginner' });
    expect(changeOf(BASE, { ...BASE, language: '', unlock: 'in_order', prerequisites: [] })).toEqual({
      language: null,
      unlock: 'in_order',
      prerequisites: [],
    });
  });

  test('with how people enrol, which is sent whole and refused by field', () => {
    const limited: CourseDraft = { ...BASE, seats: 5 };
    expect(changeOf(BASE, limited)).toEqual({ enrolment: { mode: 'open', seats: 5 } });
    expect(changeOf(limited, { ...limited, enrolment: 'approval' })).toEqual({
      enrolment: { mode: 'approval', seats: 5 },
    });
    expect(changeOf(limited, BASE)).toEqual({ enrolment: { mode: 'open' } });
    for (const seats of [0, 1.5, 1_000_001]) expect(faultsOf({ ...BASE, seats }).get('course')).toBe('seats');
    const errors = [{ field: 'enrolment.seats', detail: 'too many' }];
    const problem = { type: '/problems/rule', title: '', status: 422, detail: '', request_id: '', errors };
    expect(refusalsOf(new ProblemError(problem), limited)).toEqual([
      { key: 'course', field: 'seats', detail: 'too many' },
    ]);
  });

  test('is merged field by field', () => {
    const mine: CourseDraft = { ...BASE, level: 'advanced', tags: ['fire', 'mine'] };
    const theirs: CourseDraft = { ...BASE, level: 'intermediate', skills: ['theirs'], language: 'de' };
    const both = versions(mine, theirs);
    expect(differencesOf(both)).toEqual([{ key: 'level', about: 'level', mine: 'advanced', theirs: 'intermediate' }]);
    expect(resolve(both, new Map([['level', 'theirs']]))).toMatchObject({
      level: 'intermediate',
      tags: ['fire', 'mine'],
      skills: ['theirs'],
      language: 'de',
    });
  });

  test('names courses that come first by their titles', () => {
    const mine = { ...BASE, prerequisites: [{ id: 'C2', title: 'Ladders' }] };
    const theirs = { ...BASE, prerequisites: [] };
    expect(differencesOf(versions(mine, theirs))).toEqual([
      { key: 'prerequisites', about: 'prerequisites', mine: 'Ladders', theirs: '' },
    ]);
  });
});

describe('the outline', () => {
  test('is never sent without what is optional and what waits', () => {
    expect(sentLessons(change(BASE, 'lesson-l0', { title: 'Gates' }))).toEqual([
      { id: 'l0', title: 'Gates', minutes: 5 },
      { id: 'l1', title: 'Kit', minutes: 5, optional: true, after: 'l0' },
    ]);
  });

  test('lets go of a lesson that now comes later or is gone, and takes it back', () => {
    const place = step(BASE, 'lesson-l1', 'up');
    const moved = place ? move(BASE, 'lesson-l1', place) : BASE;
    expect([...lostLocksOf(moved)].map(([key, { title }]) => [key, title])).toEqual([['lesson-l1', 'Doors']]);
    expect(sentLessons(moved)?.map(lesson => lesson.after)).toEqual([undefined, undefined]);
    const back = step(moved, 'lesson-l1', 'down');
    expect(back && changeOf(BASE, move(moved, 'lesson-l1', back))).toBeUndefined();
    const without = remove(BASE, 'lesson-l0');
    expect([locksOf(without).size, lostLocksOf(without).size]).toEqual([0, 0]);
  });

  test('offers saved lessons that come earlier', () => {
    const longer = insert(BASE, newLesson('New'), { parent: 'module-0-0', index: 0 });
    expect(awaitable(longer, 'lesson-l1').saved.map(({ id }) => id)).toEqual(['l0']);
    expect(awaitable(longer, 'lesson-l1').unsaved).toBe(1);
  });

  test('needs a lesson that is not optional', () => {
    expect(faultsOf(change(BASE, 'lesson-l0', { optional: true })).get('lesson-l0')).toBe('all-optional');
  });

  test('is merged lesson by lesson in what is optional and what waits', () => {
    const mine = change(BASE, 'lesson-l1', { optional: false });
    const theirs = change(BASE, 'lesson-l1', { after: undefined });
    expect(differencesOf(versions(mine, theirs))).toEqual([]);
    const merged = lessonsOf(resolve(versions(mine, theirs), new Map()))[1];
    expect([merged?.optional, merged?.after]).toEqual([false, undefined]);
  });
});

describe('a content', () => {
  test('is sent with the ids of its items, without blank ones, and only if it has changed', () => {
    expect(changeOf(BASE, withContent(BASE, LIST))).toBeUndefined();
    const blank: Content = { kind: 'checklist', items: [...LIST.items, { text: ' ' }] };
    expect(changeOf(BASE, withContent(BASE, blank))).toBeUndefined();
    expect(sentLessons(withContent(BASE, LONGER))?.[1]?.content).toEqual(LONGER);
  });

  test('of a new lesson is its kind; it needs no text', () => {
    const link = newLesson('Video', 'link');
    const mine = change(insert(BASE, link, { parent: 'module-0-0', index: 2 }), link.key, {
      content: { value: { kind: 'link', address: 'Example.org/ä b' }, before: null },
    });
    expect(sentLessons(mine)?.[2]).toEqual({
      title: 'Video',
      minutes: 5,
      markdown: '',
      content: { kind: 'link', address: 'https://example.org/%C3%A4%20b' },
    });
  });

  test('is missing where there is no address or no item', () => {
    const link = newLesson('Video', 'link');
    const list = newLesson('Kit', 'checklist');
    const place = { parent: 'module-0-0', index: 0 };
    const faults = faultsOf(insert(insert(BASE, link, place), list, place));
    expect([faults.get(link.key), faults.get(list.key)]).toEqual(['address', 'no-items']);
  });

  test('is chosen only if both have changed it', () => {
    const mine = withContent(BASE, LONGER);
    expect(differencesOf(versions(mine, BASE, new Map([['l1', LIST]])))).toEqual([]);
    const theirList: Content = { kind: 'checklist', items: [{ id: 'A', text: 'Hat' }] };
    const both = versions(mine, BASE, new Map([['l1', theirList]]));
    expect(differencesOf(both)).toEqual([
      { key: 'content:l1', about: 'lesson-content', lesson: 'Kit', mine: 'Helmet\nGloves', theirs: 'Hat' },
    ]);
    expect(lessonsOf(resolve(both, new Map()))[1]?.content).toEqual({ value: LONGER, before: theirList });
    expect(lessonsOf(resolve(both, new Map([['content:l1', 'theirs']])))[1]?.content).toBeUndefined();
  });

  test('outlives the lesson that they have removed', () => {
    const both = versions(withContent(BASE, LONGER), remove(BASE, 'lesson-l1'));
    const found = differencesOf(both);
    expect(found.map(({ about }) => about)).toEqual(['removed-by-them']);
    const kept = lessonsOf(resolve(both, firstChoices(found)))[1];
    expect(kept).toMatchObject({ kind: 'checklist', content: { value: LONGER, before: null } });
    expect(kept?.id).toBeUndefined();
  });

  test('that has been changed on while it was sent builds on what was sent', () => {
    const sent = withContent(BASE, LONGER);
    const saved = savedAs(sent, COURSE);
    expect(lessonsOf(goOn(sent, sent, saved))[1]?.content).toBeUndefined();
    const later = withContent(sent, LIST);
    expect(lessonsOf(goOn(later, sent, saved))[1]?.content).toEqual({ value: LIST, before: LONGER });
  });
});

describe('what the API refuses', () => {
  const refused = (field: string, detail = 'no') =>
    new ProblemError({
      type: '/problems/x',
      title: '',
      status: 422,
      detail,
      request_id: '',
      errors: [{ field, detail }],
    });

  test('is found where it is, until that is changed', () => {
    const places = [
      ['prerequisites', 'course', 'prerequisites'],
      ['about.tags[3]', 'course', 'tags'],
      ['parts[0].modules[0].lessons[1].content.items[0].text', 'lesson-l1', 'content'],
      ['parts[0].modules[0].title', 'module-0-0', 'title'],
      ['content', 'lesson-l1', 'content'],
    ];
    const sent = withContent(BASE, LONGER);
    for (const [path = '', key, field] of places) {
      expect(refusalsOf(refused(path), sent), path).toEqual([{ key, field, detail: 'no' }]);
    }
    expect(refusalsOf(refused('parts'), sent)).toEqual([]);
    const refusals = refusalsOf(refused('prerequisites'), sent);
    expect(standing({ sent, refusals }, { ...sent, title: 'Other' })).toHaveLength(1);
    expect(standing({ sent, refusals }, { ...sent, prerequisites: [] })).toEqual([]);
    const ofContent = refusalsOf(refused('content'), sent);
    expect(standing({ sent, refusals: ofContent }, withContent(sent, LIST))).toEqual([]);
  });

  test('names courses', () => {
    const named = withTitles(refused('prerequisites', 'C1 needs this one'), BASE) as ProblemError;
    expect(named.problem.errors?.[0]?.detail).toBe('“Basics” needs this one');
  });
});

test('a draft that was kept before there were kinds takes over what it does not know', () => {
  const old = { title: 'Safety', summary: '', groups: [], parts: [] } as unknown as CourseDraft;
  const kept = completed({ base: old, mine: { ...old, summary: 'Mine' }, version: '"7"' } as KeptDraft);
  expect(kept.version).not.toBe('"7"');
  const merged = resolve({ ...versions(kept.mine, BASE), base: kept.base }, new Map());
  expect(merged).toMatchObject({ summary: 'Mine', tags: ['fire'], prerequisites: [{ id: 'C1' }] });
});

test('what is pasted becomes an address in ASCII', () => {
  expect(addressOf(' HTTPS://Bücher.example/ü ')).toBe('https://xn--bcher-kva.example/%C3%BC');
  expect(addressOf('intranet:8080/x')).toBe('https://intranet:8080/x');
  expect(addressOf('http://a.example')).toBe('http://a.example/');
  for (const bad of [
    '',
    'javascript:alert(1)',
    'mailto:a@b.example',
    'https://a:b@c.example',
    'ftp://a.example',
    'two words',
  ])
    expect(addressOf(bad), bad).toBeUndefined();
});
