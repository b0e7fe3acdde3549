import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { useProblemText } from 'shared/parts/problem-note';
import { State } from 'shared/parts/state';
import { showToast } from 'shared/parts/toasts';
import { useMay } from '../../../access';
import { type Column, DataTable } from '../../../parts/data-table';
import layout from '../../../parts/layout.module.css';
import { PageHead } from '../../../parts/page-head';
import { SearchField } from '../../../parts/search-field';
import { TwoLines } from '../../../parts/two-lines';
import { usePages } from '../../../parts/use-pages';
import { useText } from '../../../text';
import { Places } from '../parts/places';
import { SubscriptionBadge } from '../parts/subscription-badge';
import { useSubscribe } from '../parts/use-subscribe';
import { askGlobalCourses, type GlobalCourse } from '../queries';

const route = getRouteApi('/global-courses');

/** Validated courses that the platform offers to every workspace. */
export default function GlobalCourses() {
  const text = useText();
  const may = useMay();
  const navigate = useNavigate({ from: '/global-courses' });
  const { q } = route.useSearch();
  const search = (words: string) => void navigate({ search: words ? { q: words } : {}, replace: true });
  const pages = usePages(['global', 'courses', q], askGlobalCourses(q));
  return (
    <>
      <PageHead title={text('global')} lead={text('global.lead')} />
      <Places />
      <search className={layout.filters} aria-label={text('courses.filters')}>
        <SearchField
          label={text('courses.search')}
          placeholder={text('courses.search-hint')}
          value={q ?? ''}
          onChange={search}
        />
      </search>
      <DataTable
        label={text('global')}
        columns={useColumns()}
        actions={may('manage_courses') && { width: 'middle', of: course => <Subscribe course={course} /> }}
        pages={pages}
        keyOf={course => course.course_id}
        empty={
          q ? (
            <State
              icon="search"
              title={text('courses.none')}
              action={<Button onClick={() => search('')}>{text('courses.clear')}</Button>}
            >
              {text('courses.none-text')}
            </State>
          ) : (
            <State icon="catalogue" title={text('global.empty')}>
              {text('global.empty-text')}
            </State>
          )
        }
      />
    </>
  );
}

function useColumns(): Column<GlobalCourse>[] {
  const text = useText();
  const formats = useFormats();
  return [
    {
      id: 'title',
      order: 'ascending',
      header: text('courses.course'),
      width: 'broad',
      cell: course => (
        <TwoLines below={course.summary}>
          <Link
            to="/global-courses/$courseId"
            params={{ courseId: course.course_id }}
            className={layout.strong}
            lang={course.language}
            dir={course.text_direction}
          >
            {course.title}
          </Link>
        </TwoLines>
      ),
    },
    {
      id: 'lessons',
      header: text('courses.lessons'),
      wide: true,
      width: 'narrow',
      cell: ({ lessons, minutes }) => <TwoLines below={formats.minutes(minutes)}>{formats.number(lessons)}</TwoLines>,
    },
    { id: 'validated', header: text('global.validated-by'), wide: true, cell: ({ validation }) => validation.by },
    {
      id: 'revised',
      header: text('versions.version'),
      wide: true,
      cell: ({ version, revised_at }) => (
        <TwoLines below={formats.date(revised_at)}>
          {text('version.number', { version: formats.number(version) })}
        </TwoLines>
      ),
    },
  ];
}

/** What this workspace has of a course, or the way to get it. */
function Subscribe({ course: { course_id, title, subscription } }: { course: GlobalCourse }) {
  const text = useText();
  const problemText = useProblemText();
  const subscribe = useSubscribe(course_id, title);
  if (subscription) return <SubscriptionBadge state={subscription} />;
  return (
    <Button
      busy={subscribe.isPending}
      aria-label={text('global.subscribe-to', { title })}
      onClick={() => subscribe.mutate(false, { onError: error => showToast(problemText(error), 'bad') })}
    >
      {text('global.subscribe')}
    </Button>
  );
}
