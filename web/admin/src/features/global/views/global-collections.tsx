import { Link } from '@tanstack/react-router';
import { useFormats } from 'shared/i18n/format';
import { State } from 'shared/parts/state';
import { Badge } from '../../../parts/badge';
import { type Column, DataTable } from '../../../parts/data-table';
import layout from '../../../parts/layout.module.css';
import { PageHead } from '../../../parts/page-head';
import { TwoLines } from '../../../parts/two-lines';
import { usePages } from '../../../parts/use-pages';
import { useText } from '../../../text';
import { Places } from '../parts/places';
import { askGlobalCollections, type GlobalCollection } from '../queries';

/** Courses that belong together, to be subscribed to as one. */
export default function GlobalCollections() {
  const text = useText();
  const pages = usePages(['global', 'collections'], askGlobalCollections);
  return (
    <>
      <PageHead title={text('global')} lead={text('global.lead')} />
      <Places />
      <DataTable
        label={text('global.collections')}
        columns={useColumns()}
        pages={pages}
        keyOf={collection => collection.collection_id}
        empty={
          <State icon="catalogue" title={text('global.no-collections')}>
            {text('global.no-collections-text')}
          </State>
        }
      />
    </>
  );
}

function useColumns(): Column<GlobalCollection>[] {
  const text = useText();
  const formats = useFormats();
  return [
    {
      id: 'title',
      order: 'ascending',
      header: text('collection'),
      width: 'broad',
      cell: ({ collection_id, title, summary }) => (
        <TwoLines below={summary}>
          <Link
            to="/global-collections/$collectionId"
            params={{ collectionId: collection_id }}
            className={layout.strong}
          >
            {title}
          </Link>
        </TwoLines>
      ),
    },
    {
      id: 'courses',
      header: text('collection.courses'),
      width: 'narrow',
      cell: ({ course_count }) => formats.number(course_count),
    },
    {
      id: 'state',
      header: text('state'),
      width: 'middle',
      cell: ({ is_subscribed }) => is_subscribed && <Badge tone="good">{text('global.state-published')}</Badge>,
    },
  ];
}
