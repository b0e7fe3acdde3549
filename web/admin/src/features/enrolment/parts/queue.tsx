import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { Failure } from 'shared/parts/state';
import layout from '../../../parts/layout.module.css';
import { type AskPage, PAGE_SIZE, withRows } from '../../../parts/use-pages';
import { useText } from '../../../text';
import type { Decision, MemberRequest } from '../queries';
import style from './queue.module.css';
import { Request } from './request';

export type Decide = (request: MemberRequest, body: Decision) => Promise<MemberRequest>;

/** What became of a request here. */
export type Fate = Decision['decision'] | 'withdrawn';

interface QueueProps {
  /** Whose requests these are, for the cache. */
  name: readonly unknown[];
  ask: AskPage<MemberRequest>;
  /** False for somebody who may only look. */
  decide: Decide | false;
  memberLink: (request: MemberRequest) => ReactNode;
  empty: ReactNode;
}

/** A member asks for a course once at a time. */
export function keyOf({ member_id, course_id, requested_at }: MemberRequest): string {
  return `${member_id}/${course_id}/${requested_at}`;
}

/**
 * Requests that wait, the longest first. What has been decided stays in its place, so that nothing slides under the pointer, and the focus
 * goes on to the next one.
 */
export function Queue({ name, ask, decide, memberLink, empty }: QueueProps) {
  const text = useText();
  const formats = useFormats();
  const client = useQueryClient();
  const list = useRef<HTMLUListElement>(null);
  const [fates, setFates] = useState<ReadonlyMap<string, Fate>>(new Map());
  const [latest, setLatest] = useState<string>();
  const pages = useInfiniteQuery({
    queryKey: ['requests', 'queue', ...name],
    initialPageParam: '',
    queryFn: ({ pageParam: cursor }) => withRows(ask)({ limit: PAGE_SIZE, ...(cursor && { cursor }) }),
    getNextPageParam: page => page.next,
  });
  const requests = pages.data?.pages.flatMap(page => page.items);
  const waiting = requests?.filter(request => !fates.has(keyOf(request))) ?? [];

  useEffect(() => {
    if (latest === undefined) return;
    const cards = [...(list.current?.children ?? [])];
    const at = cards.findIndex(card => card.getAttribute('data-request') === latest);
    const next = [...cards.slice(at), ...cards.slice(0, at)].find(card => card.querySelector('[data-decides]'));
    const button = next?.querySelector<HTMLElement>('[data-decides]');
    (button ?? document.getElementById('content'))?.focus();
  }, [latest]);

  function settle(request: MemberRequest, fate: Fate) {
    setFates(before => new Map(before).set(keyOf(request), fate));
    setLatest(keyOf(request));
    void client.invalidateQueries({ queryKey: ['requests', 'waiting'] });
    void client.invalidateQueries({ queryKey: ['requests', 'queue'], refetchType: 'none' });
  }

  if (pages.error && !requests)
    return <Failure error={pages.error} onRetry={() => pages.refetch()} busy={pages.isFetching} />;
  if (!requests) {
    return (
      <Loading className={style.queue}>
        <Skeleton height="7rem" />
        <Skeleton height="7rem" />
        <Skeleton height="7rem" />
      </Loading>
    );
  }
  if (requests.length === 0) return <div className={style.empty}>{empty}</div>;
  const shown = `${formats.number(waiting.length)}${pages.hasNextPage ? '+' : ''}`;
  return (
    <>
      <p className={layout.small} role="status">
        {text('requests.count', { count: waiting.length, shown })}
      </p>
      <ul className={style.queue} ref={list} aria-label={text('requests')}>
        {requests.map(request => (
          <Request
            key={keyOf(request)}
            request={request}
            fate={fates.get(keyOf(request))}
            decide={decide}
            memberLink={memberLink(request)}
            onSettled={fate => settle(request, fate)}
          />
        ))}
      </ul>
      {pages.hasNextPage && (
        <div className={style.more}>
          <Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {text('requests.more')}
          </Button>
        </div>
      )}
    </>
  );
}
