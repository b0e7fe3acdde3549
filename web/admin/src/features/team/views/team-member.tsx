import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { Failure } from 'shared/parts/state';
import { useMe } from '../../../access';
import { Card, Facts } from '../../../parts/card';
import layout from '../../../parts/layout.module.css';
import { PageHead } from '../../../parts/page-head';
import { ViewWaiting } from '../../../shell/view-waiting';
import { useText } from '../../../text';
import { StandingBadge, standingOf } from '../../people/parts/words';
import { teamMemberQuery } from '../queries';

const route = getRouteApi('/team/$memberId');

const TeamAttempts = lazy(async () => ({
  default: await (await import('../../quizzes/parts/team-attempts')).loadTeamAttempts(),
}));

const TeamPackageAttempts = lazy(async () => ({
  default: await (await import('../../packages/parts/team-package-attempts')).loadTeamPackageAttempts(),
}));

export default function TeamMember() {
  const text = useText();
  const me = useMe();
  const { memberId } = route.useParams();
  const member = useQuery(teamMemberQuery(memberId));
  const above = { to: '/team', label: text('team') };
  const managerId = member.data?.manager_id;
  const between = managerId && managerId !== me.member_id ? managerId : undefined;
  const manager = useQuery({ ...teamMemberQuery(between ?? ''), enabled: between !== undefined });
  if (!member.data) {
    return member.error ? (
      <>
        <PageHead title={text('member')} above={above} />
        <Failure error={member.error} onRetry={() => member.refetch()} busy={member.isFetching} />
      </>
    ) : (
      <ViewWaiting />
    );
  }
  const reportsTo = between ? (
    <Link to="/team/$memberId" params={{ memberId: between }} className={layout.strong}>
      {manager.data?.name ?? '…'}
    </Link>
  ) : (
    text('team.you')
  );
  return (
    <>
      <PageHead
        title={member.data.name}
        beside={<StandingBadge standing={standingOf(member.data)} />}
        lead={member.data.email}
        above={above}
      />
      <div className={layout.stack}>
        <Card title={text('profile')}>
          <Facts
            facts={[
              { label: text('email'), value: <a href={`mailto:${member.data.email}`}>{member.data.email}</a> },
              { label: text('region'), value: member.data.region ?? '–' },
              { label: text('team.reports-to'), value: reportsTo },
            ]}
          />
        </Card>
        <Suspense
          fallback={
            <Loading>
              <Skeleton height="10rem" />
            </Loading>
          }
        >
          <TeamAttempts memberId={memberId} />
          <TeamPackageAttempts memberId={memberId} />
        </Suspense>
      </div>
    </>
  );
}
