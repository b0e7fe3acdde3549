import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { buttonLook } from 'shared/parts/button';
import { State } from 'shared/parts/state';
import { useMay } from '../../../access';
import { type Column, DataTable } from '../../../parts/data-table';
import { ExportButton } from '../../../parts/export-button';
import layout from '../../../parts/layout.module.css';
import { PageHead } from '../../../parts/page-head';
import { type Page, usePages } from '../../../parts/use-pages';
import { useText } from '../../../text';
import { ImportBadge } from '../parts/import-badge';
import { askImports, isUnderWay } from '../queries';

type ImportSummary = Schema<'ImportSummary'>;

const KEY = ['imports'];
const OFTEN = 2_000;
const SELDOM = 60_000;

/** Asked often only while a shown import goes on. */
function useInterval(): number {
  const client = useQueryClient();
  const shown = client.getQueriesData<Page<ImportSummary>>({ queryKey: KEY });
  return shown.some(([, page]) => page?.items.some(item => isUnderWay(item.state))) ? OFTEN : SELDOM;
}

export default function Imports() {
  const text = useText();
  const may = useMay();
  const pages = usePages(KEY, askImports, { refetchInterval: useInterval() });
  const begin = (
    <>
      <Link to="/packages/new" className={buttonLook()}>
        {text('packages.new')}
      </Link>
      <Link to="/imports/new" className={buttonLook('main')}>
        {text('imports.new')}
      </Link>
    </>
  );
  return (
    <>
      <PageHead
        title={text('imports.title')}
        lead={text('imports.lead')}
        actions={
          <>
            <ExportButton
              name="imports"
              ask={askImports}
              columns={[
                { header: text('imports.file'), value: item => item.file_name },
                { header: text('courses.state'), value: item => text(`imports.${item.state}`) },
                { header: text('imports.warnings'), value: item => String(item.warning_count) },
                { header: text('imports.begun'), value: item => item.created_at },
                { header: 'ID', value: item => item.import_id },
              ]}
            />
            {may('manage_courses') && begin}
          </>
        }
      />
      <DataTable
        label={text('imports.title')}
        columns={useColumns()}
        pages={pages}
        keyOf={item => item.import_id}
        empty={
          <State icon="learning" title={text('imports.empty')} action={may('manage_courses') && begin}>
            {text('imports.empty-text')}
          </State>
        }
      />
    </>
  );
}

function useColumns(): Column<ImportSummary>[] {
  const text = useText();
  const formats = useFormats();
  return [
    {
      id: 'file',
      header: text('imports.file'),
      cell: item => (
        <Link to="/imports/$importId" params={{ importId: item.import_id }} className={layout.strong}>
          {item.file_name}
        </Link>
      ),
    },
    {
      id: 'state',
      header: text('courses.state'),
      width: 'narrow',
      cell: item => (
        <span className={layout.row}>
          <ImportBadge state={item.state} />
          {item.state === 'running' && item.progress.total > 0 && (
            <span className={layout.small}>
              {text('imports.of', {
                done: formats.number(item.progress.done),
                total: formats.number(item.progress.total),
              })}
            </span>
          )}
        </span>
      ),
    },
    {
      id: 'warnings',
      header: text('imports.warnings'),
      wide: true,
      width: 'narrow',
      cell: item => (item.warning_count > 0 ? formats.number(item.warning_count) : '–'),
    },
    {
      id: 'course',
      header: text('imports.course'),
      wide: true,
      width: 'middle',
      cell: item =>
        item.course_id ? (
          <Link to="/courses/$courseId" params={{ courseId: item.course_id }}>
            {text('imports.open-course')}
          </Link>
        ) : (
          '–'
        ),
    },
    {
      id: 'begun',
      order: 'descending',
      header: text('imports.begun'),
      wide: true,
      width: 'middle',
      cell: item => formats.dateTime(item.created_at),
    },
  ];
}
