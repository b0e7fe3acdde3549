import { expect, test } from 'vitest';
import { type EditState, edit } from './edit-state';
import { changesOnlyTexts } from './model/change';
import { type CourseDraft, draftOf, lessonsOf, mapLessons } from './model/draft';

const BASE = draftOf({
  title: 'T',
  summary: '',
  parts: [{ title: 'P', modules: [{ title: 'M', lessons: [{ id: 'l0', title: 'L', minutes: 1, kind: 'page' }] }] }],
});

function opened(): EditState {
  return { base: BASE, version: '1', seen: ['1'], present: BASE, past: [], future: [], about: undefined };
}

function writing(markdown: string, before: string) {
  return (draft: CourseDraft) => mapLessons(draft, lesson => ({ ...lesson, text: { markdown, before } }));
}

function text({ present }: EditState) {
  return lessonsOf(present)[0]?.text;
}

test('saving texts keeps the way back, also beyond what was saved', () => {
  let state = edit(opened(), { kind: 'edited', draft: writing('new', 'old'), about: 'text' });
  expect(changesOnlyTexts(state.base, state.present)).toBe(true);
  state = edit(state, { kind: 'saved', sent: state.present, base: BASE, version: '2', keeps: true });
  expect([text(state), state.past.length]).toEqual([undefined, 1]);
  state = edit(state, { kind: 'undo' });
  expect(text(state)).toEqual({ markdown: 'old', before: 'new' });
  state = edit(state, { kind: 'redo' });
  expect(text(state)).toBeUndefined();
});

test('what is typed while a text is saved stays a change of what was saved', () => {
  const first = edit(opened(), { kind: 'edited', draft: writing('new', 'old'), about: 'text' });
  const more = edit(first, { kind: 'edited', draft: writing('newer', 'old'), about: 'text' });
  const saved = edit(more, { kind: 'saved', sent: first.present, base: BASE, version: '2', keeps: true });
  expect(text(saved)).toEqual({ markdown: 'newer', before: 'new' });
});

test('what changes more than texts waits for somebody to save it', () => {
  const titled = mapLessons(writing('new', 'old')(BASE), lesson => ({ ...lesson, title: 'Other' }));
  expect(changesOnlyTexts(BASE, titled)).toBe(false);
  expect(changesOnlyTexts(BASE, { ...writing('new', 'old')(BASE), summary: 'S' })).toBe(false);
  expect(
    changesOnlyTexts(
      BASE,
      mapLessons(writing('', '')(BASE), ({ id, ...lesson }) => lesson),
    ),
  ).toBe(false);
  expect(changesOnlyTexts(BASE, BASE)).toBe(false);
});
