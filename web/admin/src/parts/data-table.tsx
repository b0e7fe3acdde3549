import type { ReactNode } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Icon } from 'shared/parts/icon';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { Failure } from 'shared/parts/state';
import { useText } from '../text';
import style from './data-table.module.css';
import { PanelIcon } from './panel-icon';
import type { Pages } from './use-pages';

export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** The list has its order by this column, and can be turned round. */
  order?: 'ascending' | 'descending';
  /** Left out where there is little room. */
  wide?: boolean;
  /** A share of the width; the rest is shared by the others. */
  width?: Width;
}

type Width = 'narrow' | 'middle' | 'broad';

/** What can be done with a row: the header is only read out. */
interface RowActions<Row> {
  width: Width;
  of: (row: Row) => ReactNode;
}

interface DataTableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  /** False for somebody who may only look. */
  actions?: RowActions<Row> | false;
  pages: Pages<Row>;
  keyOf: (row: Row) => string;
  /** What stands here when there is nothing, and says what to do. */
  empty: ReactNode;
}

const BONES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

interface TableColumn<Row> extends Column<Row> {
  isActions?: boolean;
}

function classes<Row>(column: TableColumn<Row>): string {
  return [column.wide && style.wide, column.isActions && style.actions].filter(Boolean).join(' ');
}

/** One page of a list of the API: the server filters and sorts, this shows. */
export function DataTable<Row>({ label, columns: given, actions, pages, keyOf, empty }: DataTableProps<Row>) {
  const text = useText();
  const columns: TableColumn<Row>[] = [...given];
  if (actions) {
    columns.push({ id: 'actions', header: text('actions'), width: actions.width, cell: actions.of, isActions: true });
  }
  if (pages.error) return <Failure error={pages.error} onRetry={pages.retry} />;
  if (!pages.rows) return <Waiting columns={columns} />;
  if (pages.rows.length === 0 && !pages.previous) return <div className={style.frame}>{empty}</div>;
  return (
    <>
      <div className={style.frame} aria-busy={pages.stale} data-stale={pages.stale || undefined}>
        <table className={style.table}>
          <caption className="visually-hidden">{label}</caption>
          <Head columns={columns} pages={pages} />
          <tbody>
            {pages.rows.map(row => (
              <tr key={keyOf(row)}>
                {columns.map(column => (
                  <td key={column.id} className={classes(column)}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Pager pages={pages} />
    </>
  );
}

const TURNED = { ascending: 'descending', descending: 'ascending' } as const;

function Head<Row>({ columns, pages }: { columns: readonly TableColumn<Row>[]; pages?: Pages<Row> }) {
  return (
    <thead>
      <tr>
        {columns.map(column => {
          const order = column.order && pages?.reversed ? TURNED[column.order] : column.order;
          return (
            <th key={column.id} scope="col" className={classes(column)} data-width={column.width} aria-sort={order}>
              {column.isActions && <span className="visually-hidden">{column.header}</span>}
              {order && pages && (
                <button type="button" className={style.order} data-order={order} onClick={pages.reverse}>
                  {column.header}
                  <PanelIcon name="order" size={14} />
                </button>
              )}
              {!column.isActions && !(order && pages) && column.header}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

function Waiting<Row>({ columns }: { columns: readonly TableColumn<Row>[] }) {
  return (
    <Loading className={style.frame}>
      <table className={style.table} aria-hidden="true">
        <Head columns={columns} />
        <tbody>
          {BONES.map(bone => (
            <tr key={bone}>
              {columns.map((column, index) => (
                <td key={column.id} className={classes(column)}>
                  <Skeleton height="0.9rem" width={index === 0 ? '70%' : '50%'} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Loading>
  );
}

function Pager<Row>({ pages }: { pages: Pages<Row> }) {
  const text = useText();
  const formats = useFormats();
  const count = pages.rows?.length ?? 0;
  if (!pages.previous && !pages.next && !pages.stale) {
    return <p className={style.count}>{text('table.rows', { count, shown: formats.number(count) })}</p>;
  }
  return (
    <nav className={style.pager} aria-label={text('table.pages')}>
      <span className={style.count}>
        {text('table.range', {
          from: formats.number(pages.first),
          to: formats.number(pages.first + count - 1),
        })}
      </span>
      <Button
        icon={<Icon name="back" size={16} />}
        aria-disabled={!pages.previous || undefined}
        onClick={pages.previous}
      >
        {text('table.previous')}
      </Button>
      <Button aria-disabled={!pages.next || undefined} onClick={pages.next}>
        {text('table.next')}
        <Icon name="next" size={16} />
      </Button>
    </nav>
  );
}
