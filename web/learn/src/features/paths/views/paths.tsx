import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { PageTitle } from 'shared/app/page-title';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { Failure, State } from 'shared/parts/state';
import { useText } from '../../../text';
import style from '../../catalogue/parts/catalogue.module.css';
import { Places } from '../../catalogue/parts/places';
import { SearchField } from '../../catalogue/parts/search-field';
import { PathCard } from '../parts/path-card';
import { type PathSummary, pathsQuery, takenPathsQuery } from '../queries';
import { useWords } from '../use-words';

export default function Paths() {
  const text = useText();
  const formats = useFormats();
  const { asked, words, write, clear } = useWords();
  const paths = useInfiniteQuery(pathsQuery(asked));
  const items = useMemo(() => paths.data?.pages.flatMap(page => page.items), [paths.data]);
  const stale = paths.isPlaceholderData;

  function found(): string {
    if (!items) return '\u00a0';
    const values = { count: items.length, shown: formats.number(items.length) };
    return text(paths.hasNextPage ? 'paths.found-first' : 'paths.found', values);
  }

  function body() {
    if (paths.error && !items) {
      return <Failure error={paths.error} onRetry={() => paths.refetch()} busy={paths.isFetching} />;
    }
    if (!items) return <Waiting />;
    if (items.length > 0) return <PathCards items={items} stale={stale} />;
    if (asked === '') {
      return (
        <State icon="path" title={text('paths.empty')}>
          {text('paths.empty-text')}
        </State>
      );
    }
    return (
      <State
        icon="search"
        title={text('paths.nothing')}
        action={<Button onClick={clear}>{text('catalogue.clear-words')}</Button>}
      >
        {text('catalogue.nothing.words')}
      </State>
    );
  }

  return (
    <div className={style.catalogue}>
      <header className={style.head}>
        <PageTitle>{text('paths.title')}</PageTitle>
        <p className={style.lead}>{text('paths.lead')}</p>
      </header>
      <Places />
      <search className={style.filter}>
        <SearchField label="paths.search" placeholder="paths.placeholder" words={words} onWords={write} />
      </search>
      <div className={style.results}>
        <p className={style.count} role="status">
          {stale ? <span aria-hidden="true">{found()}</span> : found()}
        </p>
        {body()}
        {paths.hasNextPage && (
          <Button onClick={() => paths.fetchNextPage()} busy={paths.isFetchingNextPage}>
            {text('catalogue.more')}
          </Button>
        )}
      </div>
    </div>
  );
}

function PathCards({ items, stale }: { items: readonly PathSummary[]; stale: boolean }) {
  const taken = useQuery(takenPathsQuery);
  const mine = new Set(taken.data?.map(path => path.path_id));
  return (
    <ul className={style.courses} aria-busy={stale || undefined}>
      {items.map(path => (
        <PathCard key={path.path_id} path={path} isTaken={mine.has(path.path_id)} />
      ))}
    </ul>
  );
}

function Waiting() {
  return (
    <Loading className={style.courses}>
      {[1, 2, 3].map(each => (
        <Skeleton key={each} height="15.5rem" />
      ))}
    </Loading>
  );
}
