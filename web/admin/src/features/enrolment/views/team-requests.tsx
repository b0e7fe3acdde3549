import { Link } from '@tanstack/react-router';
import { State } from 'shared/parts/state';
import layout from '../../../parts/layout.module.css';
import { PageHead } from '../../../parts/page-head';
import { useText } from '../../../text';
import { Queue } from '../parts/queue';
import { askTeamRequests, decideForTeam } from '../queries';

/** What those ask for who report directly to the caller. */
export default function TeamRequests() {
  const text = useText();
  return (
    <>
      <PageHead
        title={text('requests')}
        lead={text('requests.team-lead')}
        above={{ to: '/team', label: text('team') }}
      />
      <Queue
        name={['team']}
        ask={askTeamRequests}
        decide={decideForTeam}
        memberLink={({ member_id, name }) => (
          <Link to="/team/$memberId" params={{ memberId: member_id }} className={layout.strong}>
            {name}
          </Link>
        )}
        empty={
          <State icon="check" title={text('requests.empty')}>
            {text('requests.team-empty-text')}
          </State>
        }
      />
    </>
  );
}
