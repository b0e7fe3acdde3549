import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { PageTitle } from 'shared/app/page-title';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { Failure, State } from 'shared/parts/state';
import { useText } from '../../../text';
import { enrolmentsQuery } from '../../learning/queries';
import { chosenValues, facetsShown } from '../address';
import style from '../parts/catalogue.module.css';
import { Chips } from '../parts/chips';
import { CourseCard } from '../parts/course-card';
import { FilterButton, SideFilters } from '../parts/filters';
import { Places } from '../parts/places';
import { SearchField } from '../parts/search-field';
import { catalogueQuery } from '../queries';
import { useChoice } from '../use-choice';

export default function Catalogue() {
  const text = useText();
  const formats = useFormats();
  const { choice, words, write, toggle, clearWords, clearFilters } = useChoice();
  const catalogue = useInfiniteQuery(catalogueQuery(choice));
  const enrolments = useQuery(enrolmentsQuery);
  const courses = useMemo(() => catalogue.data?.pages.flatMap(page => page.items), [catalogue.data]);
  const counted = catalogue.data?.pages[0]?.facets;
  const facets = useMemo(() => counted && facetsShown(counted, choice.chosen), [counted, choice]);
  const mine = new Map(enrolments.data?.items.map(enrolment => [enrolment.course_id, enrolment]));
  const hasWords = choice.words !== '';
  const hasFilters = chosenValues(choice.chosen).length > 0;
  const stale = catalogue.isPlaceholderData;
  const filtered = !courses || (facets != null && facets.length > 0);

  function found(): string {
    if (!courses) return '\u00a0';
    const shown = formats.number(courses.length);
    return text(catalogue.hasNextPage ? 'catalogue.found-first' : 'catalogue.found', { count: courses.length, shown });
  }

  function body() {
    if (catalogue.error && !courses) {
      return <Failure error={catalogue.error} onRetry={() => catalogue.refetch()} busy={catalogue.isFetching} />;
    }
    if (!courses) return <Waiting />;
    if (courses.length === 0 && !hasWords && !hasFilters) {
      return (
        <State icon="catalogue" title={text('catalogue.empty')}>
          {text('catalogue.empty-text')}
        </State>
      );
    }
    if (courses.length === 0) {
      return (
        <State
          icon="search"
          title={text('catalogue.nothing')}
          action={
            <div className={style.ways}>
              {hasWords && <Button onClick={cleared(clearWords)}>{text('catalogue.clear-words')}</Button>}
              {hasFilters && <Button onClick={cleared(clearFilters)}>{text('catalogue.clear-filters')}</Button>}
            </div>
          }
        >
          {text(`catalogue.nothing.${hasWords && hasFilters ? 'both' : hasWords ? 'words' : 'filters'}`)}
        </State>
      );
    }
    return (
      <ul className={style.courses} aria-busy={stale || undefined}>
        {courses.map(course => (
          <CourseCard key={course.course_id} course={course} enrolment={mine.get(course.course_id)} />
        ))}
      </ul>
    );
  }

  return (
    <div className={style.catalogue}>
      <header className={style.head}>
        <PageTitle>{text('catalogue.title')}</PageTitle>
        <p className={style.lead}>{text('catalogue.lead')}</p>
      </header>
      <Places />
      <search className={style.filter}>
        <SearchField label="catalogue.search" placeholder="catalogue.placeholder" words={words} onWords={write} />
        {facets && facets.length > 0 && (
          <FilterButton facets={facets} chosen={choice.chosen} onToggle={toggle} found={found()} />
        )}
      </search>
      <div className={style.columns} data-filtered={filtered || undefined}>
        {filtered && <SideFilters facets={facets ?? []} chosen={choice.chosen} onToggle={toggle} />}
        <div className={style.results} id="courses" tabIndex={-1}>
          <Chips chosen={choice.chosen} onRemove={toggle} onClear={cleared(clearFilters)} />
          <p className={style.count} role="status">
            {stale ? <span aria-hidden="true">{found()}</span> : found()}
          </p>
          {body()}
          {catalogue.hasNextPage && (
            <Button onClick={() => catalogue.fetchNextPage()} busy={catalogue.isFetchingNextPage}>
              {text('catalogue.more')}
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}

/** The button is gone afterwards: the focus goes back to the heading. */
function cleared(clear: () => void) {
  return () => {
    document.querySelector('h1')?.focus({ preventScroll: true });
    clear();
  };
}

function Waiting() {
  return (
    <Loading className={style.courses}>
      {[1, 2, 3, 4].map(each => (
        <Skeleton key={each} height="17rem" />
      ))}
    </Loading>
  );
}
