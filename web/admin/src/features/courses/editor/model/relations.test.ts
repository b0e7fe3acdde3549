import { ProblemError } from 'shared/api/problem';
import { describe, expect, test } from 'vitest';
import { completed, type KeptDraft } from '../kept-draft';
import { changeOf, goOn, isOfDraft, savedAs } from './change';
import { differencesOf, type Versions } from './differences';
import { type CourseDetail, type CourseDraft, draftOf, relationsOf, requiredOf } from './draft';
import { faultsOf } from './faults';
import { refusalsOf, withTitles } from './refusals';
import { resolve } from './resolve';

const COURSE: CourseDetail = {
  title: 'Erste Hilfe',
  summary: '',
  completion_percent: 80,
  completion_score: 70,
  owner: { member_id: 'M1', name: 'Olive Owner' },
  translation_of: 'C1',
  translations: [
    { course_id: 'C1', title: 'First aid', language: 'en' },
    { course_id: 'C2', title: 'Primo soccorso', language: 'it' },
  ],
  parts: [
    {
      title: 'Part',
      modules: [
        {
          title: 'Module',
          lessons: [
            { id: 'l0', title: 'Look', minutes: 5, kind: 'page' },
            { id: 'l1', title: 'More', minutes: 5, kind: 'page', optional: true },
          ],
        },
      ],
    },
  ],
};
const BASE = draftOf(COURSE);
const BLANK = draftOf({ title: '', summary: '', parts: [] });
const HER = { id: 'M2', name: 'Petra Pilot' };
const OTHER = { id: 'C3', title: 'First steps' };

function versions(mine: CourseDraft, theirs: CourseDraft): Versions {
  return { base: BASE, mine, theirs, texts: new Map(), contents: new Map() };
}

test('a course names its owner and its original', () => {
  expect(BASE).toMatchObject({
    completion_percent: 80,
    completion_score: 70,
    owner: { id: 'M1', name: 'Olive Owner' },
    translation_of: { id: 'C1', title: 'First aid' },
  });
  expect(BLANK).toMatchObject({ completion_percent: 100, completion_score: null, owner: null, translation_of: null });
  expect(requiredOf(BASE)).toBe(1);
});

test('an original that nobody can name is still there', () => {
  expect(draftOf({ ...COURSE, translations: [] }).translation_of).toEqual({ id: 'C1', title: 'C1' });
});

describe('a change', () => {
  test('names ids, and nobody and nothing as such', () => {
    expect(changeOf(BASE, { ...BASE, completion_percent: 50, owner: HER, translation_of: OTHER })).toEqual({
      completion_percent: 50,
      owner: 'M2',
      translation_of: 'C3',
    });
    expect(changeOf(BASE, { ...BASE, owner: null, translation_of: null })).toEqual({
      owner: null,
      translation_of: null,
    });
  });

  test('waits for the next version if it is of what completes the course', () => {
    const waits = (mine: CourseDraft) => isOfDraft(changeOf(BASE, mine));
    expect(waits({ ...BASE, completion_percent: 100 })).toBe(true);
    expect(waits({ ...BASE, completion_score: null })).toBe(true);
    expect(changeOf(BASE, { ...BASE, completion_score: null })).toEqual({ completion_score: 0 });
    expect(waits({ ...BASE, owner: HER, translation_of: null })).toBe(false);
  });

  test('has a whole number of percent', () => {
    for (const percent of [null, 0, 101, 2.5]) {
      expect(faultsOf({ ...BASE, completion_percent: percent }).get('course'), String(percent)).toBe('completion');
    }
    for (const score of [0, 101, 2.5]) {
      expect(faultsOf({ ...BASE, completion_score: score }).get('course'), String(score)).toBe('score');
    }
    expect(faultsOf({ ...BASE, completion_score: null }).size).toBe(0);
    for (const percent of [1, 100]) expect(faultsOf({ ...BASE, completion_percent: percent }).size).toBe(0);
  });

  test('keeps the relations that its answer does not tell', () => {
    const sent = { ...BASE, owner: HER };
    const { owner: _, translations: __, ...answer } = COURSE;
    expect(savedAs(sent, { ...answer, ...relationsOf(sent) })).toMatchObject({
      owner: HER,
      translation_of: { id: 'C1', title: 'First aid' },
    });
    expect(relationsOf(BLANK)).toEqual({});
  });

  test('of a translation may be answered with its original, unless another was chosen meanwhile', () => {
    const sent = { ...BASE, translation_of: OTHER };
    expect(goOn({ ...sent, title: 'Hilfe' }, sent, BASE).translation_of).toBe(BASE.translation_of);
    expect(goOn({ ...sent, translation_of: null }, sent, BASE).translation_of).toBeNull();
  });
});

test('what two have changed is told by names, and chosen', () => {
  const mine = { ...BASE, owner: HER, translation_of: null, completion_percent: 90 };
  const theirs = { ...BASE, owner: null, translation_of: OTHER, completion_percent: 70 };
  const both = versions(mine, theirs);
  expect(differencesOf(both).map(({ about, mine: my, theirs: their }) => [about, my, their])).toEqual([
    ['completion_percent', '90', '70'],
    ['owner', 'Petra Pilot', ''],
    ['translation_of', '', 'First steps'],
  ]);
  expect(resolve(both, new Map([['owner', 'theirs']]))).toMatchObject({
    owner: null,
    translation_of: null,
    completion_percent: 90,
  });
});

test('what the API refuses is found at its field, and names the course', () => {
  const refused = (field: string, detail: string) =>
    new ProblemError({
      type: '/problems/rule',
      title: '',
      status: 422,
      detail,
      request_id: '',
      errors: [{ field, detail }],
    });
  for (const field of ['completion_percent', 'owner', 'translation_of']) {
    expect(refusalsOf(refused(field, 'no'), BASE)).toEqual([{ key: 'course', field, detail: 'no' }]);
  }
  const named = withTitles(refused('translation_of', 'there is no course C1'), BASE) as ProblemError;
  expect(named.problem.detail).toBe('there is no course “First aid”');
});

test('a draft that was kept before there were owners takes over what it does not know', () => {
  const { owner: _, translation_of: __, completion_percent: ___, ...old } = BASE;
  const kept = completed({ base: old, mine: { ...old, summary: 'Mine' }, version: '"7"' } as KeptDraft);
  const merged = resolve({ ...versions(kept.mine, BASE), base: kept.base }, new Map());
  expect(merged).toMatchObject({ summary: 'Mine', completion_percent: 80, owner: { id: 'M1' } });
});
