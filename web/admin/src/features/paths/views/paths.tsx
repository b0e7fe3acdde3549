import { getRouteApi, Link, useNavigate, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
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
import { CourseStateBadge } from '../../courses/parts/state-badge';
import { CreatePath } from '../parts/create-path';
import { askPaths, type PathFilter, type PathSummary } from '../queries';

const route = getRouteApi('/paths');
const STATES = ['draft', 'published', 'archived'] as const;

function useFilter() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/paths' });
  const router = useRouter();
  const state = oneOf(search.state, STATES);
  const filter: PathFilter = { ...(search.q && { q: search.q }), ...(state && { state }) };
  /** An empty text takes the filter away. Words that are typed come a moment later: a link that was followed meanwhile goes before. */
  function change(name: keyof PathFilter, value: string) {
    if (!router.latestLocation.pathname.endsWith('/paths')) return;
    void navigate({ search: ({ [name]: _, ...rest }) => (value ? { ...rest, [name]: value } : rest), replace: true });
  }
  return { filter, change, clear: () => void navigate({ search: {}, replace: true }) };
}

export default function Paths() {
  const text = useText();
  const may = useMay();
  const { filter, change, clear } = useFilter();
  const [creating, setCreating] = useState(false);
  const pages = usePages(['paths', filter], askPaths(filter));
  const create = may('manage_courses') && (
    <Button look="main" icon={<PanelIcon name="plus" size={16} />} onClick={() => setCreating(true)}>
      {text('paths.create')}
    </Button>
  );
  return (
    <>
      <PageHead
        title={text('paths.title')}
        lead={text('paths.lead')}
        actions={
          <>
            <PathExport filter={filter} />
            {create}
          </>
        }
      />
      <search className={layout.filters} aria-label={text('paths.filters')}>
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
        label={text('paths.title')}
        columns={useColumns(filter.state ? 'name' : 'state')}
        pages={pages}
        keyOf={path => path.path_id}
        empty={
          Object.keys(filter).length > 0 ? (
            <State
              icon="search"
              title={text('paths.none')}
              action={<Button onClick={clear}>{text('courses.clear')}</Button>}
            >
              {text('courses.none-text')}
            </State>
          ) : (
            <State icon="path" title={text('paths.empty')} action={create}>
              {text('paths.empty-text')}
            </State>
          )
        }
      />
      <CreatePath open={creating} onClose={() => setCreating(false)} />
    </>
  );
}

/** Within a state the list is in the order of names, and the states come one after the other. */
function useColumns(ordered: 'state' | 'name'): Column<PathSummary>[] {
  const text = useText();
  const formats = useFormats();
  return [
    {
      id: 'title',
      ...(ordered === 'name' && { order: 'ascending' }),
      header: text('paths.path'),
      width: 'broad',
      cell: path => (
        <TwoLines below={path.summary}>
          <Link to="/paths/$pathId" params={{ pathId: path.path_id }} className={layout.strong}>
            {path.title}
          </Link>
        </TwoLines>
      ),
    },
    {
      id: 'state',
      ...(ordered === 'state' && { order: 'ascending' }),
      header: text('courses.state'),
      width: 'narrow',
      cell: path => <CourseStateBadge state={path.state} />,
    },
    {
      id: 'courses',
      header: text('paths.courses'),
      wide: true,
      cell: ({ courses }) => formats.number(courses),
    },
    {
      id: 'groups',
      header: text('courses.for'),
      wide: true,
      cell: ({ groups = [] }) => {
        const count = groups.length;
        if (count === 0) return text('courses.everybody');
        return text('courses.groups', { count, shown: formats.number(count) });
      },
    },
    {
      id: 'published',
      header: text('courses.published-at'),
      wide: true,
      cell: path => (path.published_at ? formats.date(path.published_at) : '–'),
    },
  ];
}

function PathExport({ filter }: { filter: PathFilter }) {
  const text = useText();
  return (
    <ExportButton
      name="paths"
      ask={askPaths(filter)}
      columns={[
        { header: text('paths.path'), value: path => path.title },
        { header: text('courses.summary'), value: path => path.summary },
        { header: text('courses.state'), value: path => text(`courses.${path.state}`) },
        { header: text('paths.courses'), value: path => String(path.courses) },
        { header: text('courses.published-at'), value: path => path.published_at ?? '' },
        { header: 'ID', value: path => path.path_id },
      ]}
    />
  );
}
