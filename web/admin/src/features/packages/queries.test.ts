import { expect, it } from 'vitest';
import { launchableItems } from './queries';

const leaf = (id: string, mastery_percent?: number) => ({
  id,
  title: id.toUpperCase(),
  launchable: true,
  items: [],
  ...(mastery_percent !== undefined && { mastery_percent }),
});

it('lists what can be opened, with where it stands', () => {
  const organisations = [
    {
      id: 'o1',
      title: 'Golf',
      items: [{ id: 'g', title: 'Playing', launchable: false, items: [leaf('a'), leaf('b', 80)] }, leaf('c')],
    },
  ];
  expect(launchableItems({ organisations })).toEqual([
    { id: 'a', title: 'A', above: ['Playing'], masteryPercent: undefined },
    { id: 'b', title: 'B', above: ['Playing'], masteryPercent: 80 },
    { id: 'c', title: 'C', above: [], masteryPercent: undefined },
  ]);
});

it('names the outline where there are several', () => {
  const organisations = ['Short', 'Long'].map(title => ({ id: title, title, items: [leaf(`in-${title}`)] }));
  expect(launchableItems({ organisations }).map(({ above }) => above)).toEqual([['Short'], ['Long']]);
});
