import { expect, test } from 'vitest';
import { outcomeOf, packetsOf } from './invitees';

const people = (count: number) => Array.from({ length: count }, (_, at) => ({ id: `m${at}`, name: `Person ${at}` }));

test('everybody is sent once, a hundred at a time', () => {
  expect(packetsOf([])).toEqual([]);
  expect(packetsOf([...people(2), ...people(3)]).map(packet => packet.map(({ id }) => id))).toEqual([
    ['m0', 'm1', 'm2'],
  ]);
  expect(packetsOf(people(201)).map(packet => packet.length)).toEqual([100, 100, 1]);
});

test('what became of them is counted, and who was refused is named', () => {
  const outcome = outcomeOf(
    [
      { member_id: 'm0', result: 'invited' },
      { member_id: 'm1', result: 'refused', detail: 'not in the group' },
      { member_id: 'm2', result: 'already_enrolled' },
      { member_id: 'm3', result: 'invited' },
    ],
    people(4),
  );
  expect(outcome.counts).toEqual({ invited: 2, already_invited: 0, already_enrolled: 1, refused: 1 });
  expect(outcome.refused).toEqual([{ name: 'Person 1', detail: 'not in the group' }]);
});
