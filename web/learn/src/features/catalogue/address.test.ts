import { expect, test } from 'vitest';
import { addressOf, addressWith, choiceOf, chosenValues, facetsShown, NOTHING, toggled } from './address';

test('an address and what it chooses lead to each other', () => {
  const address = '/catalogue?q=fire+%26+smoke&level=beginner&level=advanced&kind=checklist&tag=a+%2B+b';
  const choice = choiceOf(address.slice('/catalogue'.length));
  expect(choice.words).toBe('fire & smoke');
  expect(choice.chosen).toEqual({
    level: ['beginner', 'advanced'],
    duration: [],
    language: [],
    kind: ['checklist'],
    skill: [],
    tag: ['a + b'],
  });
  expect(addressOf(choice)).toBe(address);
  expect(addressOf(NOTHING)).toBe('/catalogue');
  expect(addressWith('skill', 'Zuhören')).toBe('/catalogue?skill=Zuh%C3%B6ren');
});

test('what the API would refuse is left out', () => {
  const many = Array.from({ length: 30 }, (_, index) => `tag=t${index}`).join('&');
  const choice = choiceOf(`?q=${'ä'.repeat(200)}&level=expert&level=beginner&level=beginner&duration=&${many}`);
  expect(choice.words).toHaveLength(100);
  expect(choice.chosen.level).toEqual(['beginner']);
  expect(choice.chosen.duration).toEqual([]);
  expect(choice.chosen.tag).toHaveLength(20);
});

test('a value is chosen and taken back', () => {
  const one = toggled(NOTHING, 'tag', 'fire');
  expect(chosenValues(one.chosen)).toEqual([{ facet: 'tag', value: 'fire' }]);
  expect(toggled(one, 'tag', 'fire')).toEqual(NOTHING);
});

test('facets stand in their own order, and what is chosen does not get lost', () => {
  const facets = [
    {
      name: 'tag',
      values: [
        { value: 'b', count: 9 },
        { value: 'a', count: 2 },
      ],
    },
    {
      name: 'level',
      values: [
        { value: 'advanced', count: 5 },
        { value: 'beginner', count: 1 },
      ],
    },
    { name: 'colour', values: [{ value: 'red', count: 1 }] },
  ];
  const shown = facetsShown(facets, { ...NOTHING.chosen, tag: ['gone'], kind: ['link'] });
  expect(shown).toEqual([
    {
      name: 'level',
      values: [
        { value: 'beginner', count: 1 },
        { value: 'advanced', count: 5 },
      ],
    },
    { name: 'kind', values: [{ value: 'link', count: 0 }] },
    {
      name: 'tag',
      values: [
        { value: 'b', count: 9 },
        { value: 'a', count: 2 },
        { value: 'gone', count: 0 },
      ],
    },
  ]);
});
