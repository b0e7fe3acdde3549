import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { buttonLook } from 'shared/parts/button';
import { Choice } from 'shared/parts/choice';
import { State } from 'shared/parts/state';
import { type Column, DataTable } from '../../../parts/data-table';
import { ExportButton } from '../../../parts/export-button';
import layout from '../../../parts/layout.module.css';
import { PageHead } from '../../../parts/page-head';
import { TwoLines } from '../../../parts/two-lines';
import { usePages } from '../../../parts/use-pages';
import { useText } from '../../../text';
import { teamWaitingQuery } from '../../enrolment/queries';
import { StandingBadge, standingOf } from '../../people/parts/words';
import { askTeam } from '../queries';

type TeamMember = Schema<'TeamMember'>;

const route = getRouteApi('/team');

/** Those who report to the caller, and nobody else. */
export default function Team() {
  const text = useText();
  const navigate = useNavigate({ from: '/team' });
  const depth = route.useSearch().depth === 'all' ? 'all' : 'direct';
  const ask = askTeam(depth);
  const pages = usePages(['team', 'list', depth], ask);
  return (
    <>
      <PageHead
        title={text('team')}
        lead={text('team.lead')}
        actions={
          <>
            <RequestsLink />
            <ExportButton
              name="team"
              ask={ask}
              columns={[
                { header: text('name'), value: member => member.name },
                { header: text('email'), value: member => member.email },
                { header: text('region'), value: member => member.region ?? '' },
                { header: text('state'), value: member => text(`standing.${standingOf(member)}`) },
              ]}
            />
          </>
        }
      />
      <div className={layout.filters}>
        <Choice
          legend={text('team.depth')}
          hideLegend
          name="depth"
          value={depth}
          options={[
            { value: 'direct', label: text('team.direct') },
            { value: 'all', label: text('team.all') },
          ]}
          onChange={value => void navigate({ search: value === 'all' ? { depth: value } : {}, replace: true })}
        />
      </div>
      <DataTable
        label={text('team')}
        columns={useColumns()}
        pages={pages}
        keyOf={member => member.member_id}
        empty={
          <State icon="person" title={text('team.empty')}>
            {text('team.empty-text')}
          </State>
        }
      />
    </>
  );
}

/** Where the team asks for courses, and how many requests wait there. */
function RequestsLink() {
  const text = useText();
  const formats = useFormats();
  const { data: waiting } = useQuery(teamWaitingQuery);
  const count = waiting?.count ?? 0;
  const shown = `${formats.number(count)}${waiting?.isMore ? '+' : ''}`;
  return (
    <Link to="/team/requests" className={buttonLook(count > 0 ? 'main' : 'plain')}>
      {count > 0 ? text('requests.some', { count, shown }) : text('requests')}
    </Link>
  );
}

function useColumns(): Column<TeamMember>[] {
  const text = useText();
  return [
    {
      id: 'name',
      header: text('name'),
      width: 'broad',
      cell: member => (
        <TwoLines below={member.email}>
          <Link to="/team/$memberId" params={{ memberId: member.member_id }} className={layout.strong}>
            {member.name}
          </Link>
        </TwoLines>
      ),
    },
    { id: 'region', header: text('region'), wide: true, cell: member => member.region },
    {
      id: 'state',
      header: text('state'),
      width: 'middle',
      cell: member => <StandingBadge standing={standingOf(member)} />,
    },
  ];
}
