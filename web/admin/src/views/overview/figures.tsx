import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useFormats } from 'shared/i18n/format';
import { useProblemText } from 'shared/parts/problem-note';
import { Skeleton } from 'shared/parts/skeleton';
import { useAccess } from '../../access';
import type { Page } from '../../parts/use-pages';
import { useText } from '../../text';
import { standingOf } from '../people/words';
import style from './figures.module.css';
import { activePeopleQuery, deactivatedPeopleQuery, draftsQuery, publishedQuery } from './queries';

export function Figures() {
  const text = useText();
  const access = useAccess();
  const active = useQuery({ ...activePeopleQuery, enabled: access.readPeople });
  const deactivated = useQuery({ ...deactivatedPeopleQuery, enabled: access.readPeople });
  const drafts = useQuery({ ...draftsQuery, enabled: access.readCourses });
  const published = useQuery({ ...publishedQuery, enabled: access.readCourses });
  if (!access.readPeople && !access.readCourses) return null;
  return (
    <ul className={style.figures}>
      {access.readPeople && (
        <>
          <Figure
            label={text('figure.active')}
            to="/people"
            search={{ state: 'active' }}
            query={active}
            count={person => standingOf(person) === 'active'}
          />
          <Figure
            label={text('figure.invited')}
            to="/people"
            search={{ state: 'active' }}
            query={active}
            count={person => standingOf(person) === 'pending'}
          />
          <Figure
            label={text('figure.deactivated')}
            to="/people"
            search={{ state: 'deactivated' }}
            query={deactivated}
          />
        </>
      )}
      {access.readCourses && (
        <>
          <Figure label={text('figure.published')} to="/courses" search={{ state: 'published' }} query={published} />
          <Figure label={text('figure.drafts')} to="/courses" search={{ state: 'draft' }} query={drafts} />
        </>
      )}
    </ul>
  );
}

interface FigureProps<Row> {
  label: string;
  to: string;
  search: Record<string, string>;
  query: UseQueryResult<Page<Row>>;
  count?: (row: Row) => boolean;
}

function Figure<Row>({ label, to, search, query, count = () => true }: FigureProps<Row>) {
  const text = useText();
  const formats = useFormats();
  const problemText = useProblemText();
  const number = formats.number(query.data?.items.filter(count).length ?? 0);
  return (
    <li>
      <Link to={to} search={search} className={style.figure}>
        <span className={style.label}>{label}</span>
        {query.data && (
          <span className={style.number}>{query.data.next ? text('figure.more', { number }) : number}</span>
        )}
        {query.isPending && <Skeleton height="2.25rem" width="3rem" />}
        {query.error && !query.data && <span className={style.label}>{problemText(query.error)}</span>}
      </Link>
    </li>
  );
}
