import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';

export const PAGE_SIZE = 50;

export interface Page<Row> {
  readonly items: readonly Row[];
  readonly next?: string;
}

/** Asks the API for one page of a list. */
export type AskPage<Row> = (page: { cursor?: string; limit: number; reverse?: boolean }) => Promise<Page<Row>>;

/**
 * A search reads a bounded part of the list for each page, so a page can be empty and have another after it: rows are what is wanted.
 */
export function withRows<Row>(ask: AskPage<Row>): AskPage<Row> {
  return async page => {
    let found = await ask(page);
    while (found.items.length === 0 && found.next) found = await ask({ ...page, cursor: found.next });
    return found;
  };
}

/** After how many milliseconds the rows are asked for again, if at all. */
export type RefetchInterval<Row> = number | ((rows: readonly Row[] | undefined) => number | false) | false;

export interface Pages<Row> {
  rows: readonly Row[] | undefined;
  error: unknown;
  /** Another page or another filter is on its way; the rows are still the former ones. */
  stale: boolean;
  retry: () => void;
  /** The list begins at its other end. */
  reversed: boolean;
  reverse: () => void;
  /** Counted from 1. */
  first: number;
  previous: (() => void) | undefined;
  next: (() => void) | undefined;
}

/** The API gives only the cursor of the next page: the way back is the stack of those that led here. A new key begins at the first page. */
export function usePages<Row>(
  key: readonly unknown[],
  ask: AskPage<Row>,
  { refetchInterval = false }: { refetchInterval?: RefetchInterval<Row> | undefined } = {},
): Pages<Row> {
  const [reversed, setReversed] = useState(false);
  const name = JSON.stringify([...key, reversed]);
  const [way, setWay] = useState<{ name: string; cursors: string[] }>({ name, cursors: [] });
  const cursors = way.name === name ? way.cursors : [];
  const cursor = cursors.at(-1);
  const query = useQuery({
    queryKey: [...key, { cursor, reversed }],
    queryFn: () => withRows(ask)({ limit: PAGE_SIZE, ...(cursor && { cursor }), ...(reversed && { reverse: true }) }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      typeof refetchInterval === 'function' ? refetchInterval(state.data?.items) : refetchInterval,
  });
  const next = query.data?.next;
  const settled = !query.isPlaceholderData;
  return {
    rows: query.data?.items,
    error: query.data ? undefined : query.error,
    stale: query.isPlaceholderData,
    retry: () => void query.refetch(),
    reversed,
    reverse: () => setReversed(!reversed),
    first: cursors.length * PAGE_SIZE + 1,
    previous: cursors.length > 0 ? () => setWay({ name, cursors: cursors.slice(0, -1) }) : undefined,
    next: settled && next ? () => setWay({ name, cursors: [...cursors, next] }) : undefined,
  };
}
