import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'shared/parts/button';
import { State } from 'shared/parts/state';
import { useMay } from '../../../access';
import layout from '../../../parts/layout.module.css';
import { PageHead } from '../../../parts/page-head';
import { SearchField } from '../../../parts/search-field';
import { useText } from '../../../text';
import { Queue } from '../parts/queue';
import { askRequests, decide } from '../queries';

const route = getRouteApi('/requests');

/** What people ask for: of the whole workspace, or of the regions that the caller administers. */
export default function Requests() {
  const text = useText();
  const may = useMay();
  const { region } = route.useSearch();
  const navigate = useNavigate({ from: '/requests' });
  const narrow = (value: string) => void navigate({ search: value ? { region: value } : {}, replace: true });
  return (
    <>
      <PageHead title={text('requests')} lead={text('requests.lead')} />
      <search className={layout.filters} aria-label={text('filters')}>
        <SearchField label={text('region')} placeholder={text('any')} value={region ?? ''} onChange={narrow} />
      </search>
      <Queue
        key={region}
        name={['all', region]}
        ask={askRequests(region)}
        decide={may('manage_people') && decide}
        memberLink={({ member_id, name }) => (
          <Link to="/people/$memberId" params={{ memberId: member_id }} className={layout.strong}>
            {name}
          </Link>
        )}
        empty={
          region ? (
            <State
              icon="search"
              title={text('requests.none')}
              action={<Button onClick={() => narrow('')}>{text('filters.clear')}</Button>}
            >
              {text('requests.none-text')}
            </State>
          ) : (
            <State icon="check" title={text('requests.empty')}>
              {text('requests.empty-text')}
            </State>
          )
        }
      />
    </>
  );
}
