import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { PageTitle } from 'shared/app/page-title';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { Failure, State } from 'shared/parts/state';
import { useText } from '../../../text';
import { hasLength, type Length } from '../../course/matches';
import { enrolmentsQuery } from '../../learning/queries';
import style from '../parts/catalogue.module.css';
import { CourseCard } from '../parts/course-card';
import { Filter } from '../parts/filter';
import { catalogueQuery } from '../queries';

const SETTLED_AFTER = 200;

/** A text that is asked about only when typing pauses. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLED_AFTER);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

export default function Catalogue() {
  const text = useText();
  const formats = useFormats();
  const [words, setWords] = useState('');
  const [length, setLength] = useState<Length>('any');
  const sought = useSettled(words.trim());
  const catalogue = useInfiniteQuery(catalogueQuery(sought));
  const enrolments = useQuery(enrolmentsQuery);
  const courses = useMemo(() => catalogue.data?.pages.flatMap(page => page.items), [catalogue.data]);
  const found = courses?.filter(course => hasLength(course, length));
  const mine = new Map(enrolments.data?.items.map(enrolment => [enrolment.course_id, enrolment]));

  function clear() {
    setWords('');
    setLength('any');
  }

  function body() {
    if (catalogue.error && !courses) {
      return <Failure error={catalogue.error} onRetry={() => catalogue.refetch()} busy={catalogue.isFetching} />;
    }
    if (!courses || !found) return <Waiting />;
    if (courses.length === 0 && sought === '') {
      return (
        <State icon="catalogue" title={text('catalogue.empty')}>
          {text('catalogue.empty-text')}
        </State>
      );
    }
    if (found.length === 0) {
      return (
        <State
          icon="search"
          title={text('catalogue.nothing')}
          action={<Button onClick={clear}>{text('catalogue.clear')}</Button>}
        >
          {text('catalogue.nothing-text')}
        </State>
      );
    }
    return (
      <ul className={style.courses}>
        {found.map(course => (
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
      <Filter words={words} onWords={setWords} length={length} onLength={setLength} />
      <p className={style.count} role="status">
        {found ? text('catalogue.found', { count: found.length, shown: formats.number(found.length) }) : '\u00a0'}
      </p>
      {body()}
      {catalogue.hasNextPage && (
        <Button onClick={() => catalogue.fetchNextPage()} busy={catalogue.isFetchingNextPage}>
          {text('catalogue.more')}
        </Button>
      )}
    </div>
  );
}

function Waiting() {
  return (
    <Loading className={style.courses}>
      {[1, 2, 3].map(each => (
        <Skeleton key={each} height="13rem" />
      ))}
    </Loading>
  );
}
