import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useFormats } from 'shared/i18n/format';
import { ProblemNote } from 'shared/parts/problem-note';
import { Skeleton } from 'shared/parts/skeleton';
import { useMay } from '../../../access';
import layout from '../../../parts/layout.module.css';
import { type TextId, useText } from '../../../text';
import { overviewQuery } from '../queries';
import style from './figures.module.css';

interface Figure {
  label: TextId;
  to: string;
  state: string;
  number: number | undefined;
}

/** The numbers of the workspace, which the API keeps exactly. They are of all its people, so administrators of regions see none. */
export function Figures() {
  const text = useText();
  const formats = useFormats();
  const may = useMay();
  const overview = useQuery({ ...overviewQuery, enabled: may('view_courses') });
  if (!may('view_courses')) return null;
  if (overview.error && !overview.data) return <ProblemNote error={overview.error} />;
  const { people, courses, enrolments, complete } = overview.data ?? {};
  const ofPeople: Figure[] = [
    { label: 'figure.active', to: '/people', state: 'active', number: people?.active },
    { label: 'figure.invited', to: '/people', state: 'active', number: people?.invited },
    { label: 'figure.deactivated', to: '/people', state: 'deactivated', number: people?.deactivated },
  ];
  const ofCourses: Figure[] = [
    { label: 'figure.published', to: '/courses', state: 'published', number: courses?.published },
    { label: 'figure.drafts', to: '/courses', state: 'draft', number: courses?.draft },
    { label: 'figure.open', to: '/courses', state: 'published', number: enrolments?.open },
    { label: 'figure.completed', to: '/courses', state: 'published', number: enrolments?.completed },
  ];
  return (
    <section aria-label={text('figures')} className={style.section}>
      <ul className={style.figures}>
        {[...(may('view_people') ? ofPeople : []), ...ofCourses].map(({ label, to, state, number }) => (
          <li key={label}>
            <Link to={to} search={{ state }} className={style.figure}>
              <span className={style.label}>{text(label)}</span>
              {number === undefined ? (
                <Skeleton height="2.25rem" width="3rem" />
              ) : (
                <span className={style.number}>{formats.number(number)}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
      {complete === false && <p className={layout.small}>{text('figures.incomplete')}</p>}
    </section>
  );
}
