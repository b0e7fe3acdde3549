import { getRouteApi, Link, useNavigate, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Button, buttonLook } from 'shared/parts/button';
import { State } from 'shared/parts/state';
import { useMay } from '../../../access';
import { type Column, DataTable } from '../../../parts/data-table';
import { ExportButton } from '../../../parts/export-button';
import { SelectField } from '../../../parts/fields';
import layout from '../../../parts/layout.module.css';
import { PageHead } from '../../../parts/page-head';
import { PanelIcon } from '../../../parts/panel-icon';
import { SearchField } from '../../../parts/search-field';
import { TwoLines } from '../../../parts/two-lines';
import { usePages } from '../../../parts/use-pages';
import { oneOf } from '../../../search';
import { useText } from '../../../text';
import { CreateCourse } from '../parts/create-course';
import { CourseStanding } from '../parts/state-badge';
import { askCourses, type CourseFilter } from '../queries';

type CourseSummary = Schema<'CourseSummary'>;

const route = getRouteApi('/courses');
const STATES = ['draft', 'published', 'archived'] as const;

function useFilter() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/courses' });
  const router = useRouter();
  const state = oneOf(search.state, STATES);
  const filter: CourseFilter = { ...(search.q && { q: search.q }), ...(state && { state }) };
  /** An empty text takes the filter away. Words that are typed come a moment later: a link that was followed meanwhile goes before. */
  function change(name: keyof CourseFilter, value: string) {
    if (!router.latestLocation.pathname.endsWith('/courses')) return;
    void navigate({ search: ({ [name]: _, ...rest }) => (value ? { ...rest, [name]: value } : rest), replace: true });
  }
  return { filter, change, clear: () => void navigate({ search: {}, replace: true }) };
}

export default function Courses() {
  const text = useText();
  const may = useMay();
  const { filter, change, clear } = useFilter();
  const [creating, setCreating] = useState(false);
  const pages = usePages(['courses', filter], askCourses(filter));
  const create = (
    <Button look="main" icon={<PanelIcon name="plus" size={16} />} onClick={() => setCreating(true)}>
      {text('courses.create')}
    </Button>
  );
  const importLink = (
    <Link to="/imports/new" className={buttonLook()}>
      {text('courses.import')}
    </Link>
  );
  return (
    <>
      <PageHead
        title={text('courses.title')}
        lead={text('courses.lead')}
        actions={
          <>
            <CourseExport filter={filter} />
            {may('manage_courses') && importLink}
            {may('manage_courses') && create}
          </>
        }
      />
      <search className={layout.filters} aria-label={text('courses.filters')}>
        <SearchField
          label={text('courses.search')}
          placeholder={text('courses.search-hint')}
          value={filter.q ?? ''}
          onChange={value => change('q', value)}
        />
        <SelectField
          label={text('courses.state')}
          value={filter.state ?? ''}
          options={[
            { value: '', label: text('courses.any') },
            ...STATES.map(state => ({ value: state, label: text(`courses.${state}`) })),
          ]}
          onChange={event => change('state', event.target.value)}
        />
      </search>
      <DataTable
        label={text('courses.title')}
        columns={useColumns(filter.state ? 'name' : 'state')}
        pages={pages}
        keyOf={course => course.course_id}
        empty={
          Object.keys(filter).length > 0 ? (
            <State
              icon="search"
              title={text('courses.none')}
              action={<Button onClick={clear}>{text('courses.clear')}</Button>}
            >
              {text('courses.none-text')}
            </State>
          ) : (
            <State icon="learning" title={text('courses.empty')} action={may('manage_courses') && create}>
              {text('courses.empty-text')}
            </State>
          )
        }
      />
      <CreateCourse open={creating} onClose={() => setCreating(false)} />
    </>
  );
}

/** Within a state the list is in the order of names, and the states come one after the other. */
function useColumns(ordered: 'state' | 'name'): Column<CourseSummary>[] {
  const text = useText();
  const formats = useFormats();
  return [
    {
      id: 'title',
      ...(ordered === 'name' && { order: 'ascending' }),
      header: text('courses.course'),
      width: 'broad',
      cell: course => (
        <TwoLines below={course.summary}>
          <Link to="/courses/$courseId" params={{ courseId: course.course_id }} className={layout.strong}>
            {course.title}
          </Link>
        </TwoLines>
      ),
    },
    {
      id: 'state',
      ...(ordered === 'state' && { order: 'ascending' }),
      header: text('courses.state'),
      width: 'narrow',
      cell: course => <CourseStanding course={course} />,
    },
    {
      id: 'lessons',
      header: text('courses.lessons'),
      wide: true,
      cell: ({ lessons, minutes }) => <TwoLines below={formats.minutes(minutes)}>{formats.number(lessons)}</TwoLines>,
    },
    {
      id: 'groups',
      header: text('courses.for'),
      wide: true,
      cell: ({ groups = [], enrolment }) => {
        const [count, mode] = [groups.length, enrolment?.mode ?? 'open'];
        return (
          <TwoLines below={mode !== 'open' && text(`course.enrolment.${mode}`)}>
            {count === 0 ? text('courses.everybody') : text('courses.groups', { count, shown: formats.number(count) })}
          </TwoLines>
        );
      },
    },
    {
      id: 'published',
      header: text('courses.published-at'),
      wide: true,
      cell: ({ published_at, version }) =>
        published_at ? (
          <TwoLines below={version != null && text('version.number', { version: formats.number(version) })}>
            {formats.date(published_at)}
          </TwoLines>
        ) : (
          '–'
        ),
    },
  ];
}

function CourseExport({ filter }: { filter: CourseFilter }) {
  const text = useText();
  return (
    <ExportButton
      name="courses"
      ask={askCourses(filter)}
      columns={[
        { header: text('courses.course'), value: course => course.title },
        { header: text('courses.summary'), value: course => course.summary },
        { header: text('courses.state'), value: course => text(`courses.${course.state}`) },
        { header: text('courses.lessons'), value: course => String(course.lessons) },
        { header: text('courses.minutes'), value: course => String(course.minutes) },
        { header: text('courses.published-at'), value: course => course.published_at ?? '' },
        { header: 'ID', value: course => course.course_id },
      ]}
    />
  );
}
