import { courseLevelValues, durationValues, lessonKindValues } from 'shared/api/schema';
import type { Schema } from 'shared/api/schemas';

/** By what courses are chosen, in the order of the page: the names of the API's query parameters and of those in the address. */
export const FACETS = ['level', 'duration', 'language', 'kind', 'skill', 'tag'] as const;
export type FacetName = (typeof FACETS)[number];

/** What the API takes of one facet. */
const MOST = 20;
const LONGEST_SEARCH = 100;

export type Chosen = Readonly<Record<FacetName, readonly string[]>>;

export interface Choice {
  words: string;
  chosen: Chosen;
}

const KNOWN: Partial<Record<FacetName, readonly string[]>> = {
  level: courseLevelValues,
  duration: durationValues,
  kind: lessonKindValues,
};

/** Values that have an order of their own; of the others the most frequent come first. */
export function orderOf(facet: FacetName): readonly string[] | undefined {
  return KNOWN[facet];
}

export const NOTHING: Choice = {
  words: '',
  chosen: { level: [], duration: [], language: [], kind: [], skill: [], tag: [] },
};

/** What an address chooses. Somebody may have written it by hand: what the API would refuse is left out. */
export function choiceOf(search: string): Choice {
  const params = new URLSearchParams(search);
  const valuesOf = (facet: FacetName) => {
    const values = [...new Set(params.getAll(facet).map(value => value.trim()))];
    return values.filter(value => value !== '' && (KNOWN[facet]?.includes(value) ?? true)).slice(0, MOST);
  };
  const chosen = Object.fromEntries(FACETS.map(facet => [facet, valuesOf(facet)])) as Record<FacetName, string[]>;
  return { words: [...(params.get('q') ?? '').trim()].slice(0, LONGEST_SEARCH).join(''), chosen };
}

export function addressOf({ words, chosen }: Choice): string {
  const params = new URLSearchParams();
  if (words) params.set('q', words);
  for (const facet of FACETS) for (const value of chosen[facet]) params.append(facet, value);
  const search = params.toString();
  return search ? `/catalogue?${search}` : '/catalogue';
}

/** The address of the courses with one value of one facet. */
export function addressWith(facet: FacetName, value: string): string {
  return addressOf({ words: '', chosen: { ...NOTHING.chosen, [facet]: [value] } });
}

/** With a value that was not chosen, without one that was. */
export function toggled(choice: Choice, facet: FacetName, value: string): Choice {
  const values = choice.chosen[facet];
  const next = values.includes(value) ? values.filter(each => each !== value) : [...values, value];
  return { ...choice, chosen: { ...choice.chosen, [facet]: next } };
}

export function chosenValues(chosen: Chosen): { facet: FacetName; value: string }[] {
  return FACETS.flatMap(facet => chosen[facet].map(value => ({ facet, value })));
}

export interface FacetView {
  name: FacetName;
  values: readonly Schema<'FacetValue'>[];
}

/** What can be chosen. Chosen values stay in the list although no course has them any more, so that they can be taken back. */
export function facetsShown(facets: readonly Schema<'Facet'>[], chosen: Chosen): FacetView[] {
  const views = FACETS.map(name => {
    const counted = facets.find(facet => facet.name === name)?.values ?? [];
    const lost = chosen[name].filter(value => !counted.some(each => each.value === value));
    const values = [...counted, ...lost.map(value => ({ value, count: 0 }))];
    const order = orderOf(name);
    return { name, values: order ? values.sort((a, b) => order.indexOf(a.value) - order.indexOf(b.value)) : values };
  });
  return views.filter(view => view.values.length > 0);
}
