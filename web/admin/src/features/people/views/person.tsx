import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { buttonLook } from 'shared/parts/button';
import { Failure } from 'shared/parts/state';
import { useMay } from '../../../access';
import layout from '../../../parts/layout.module.css';
import { PageHead } from '../../../parts/page-head';
import { ViewWaiting } from '../../../shell/view-waiting';
import { useText } from '../../../text';
import { PersonAccess } from '../parts/person-access';
import { PersonGroups } from '../parts/person-groups';
import { PersonProfile } from '../parts/person-profile';
import { StandingBadge, standingOf } from '../parts/words';
import { personQuery } from '../queries';

const route = getRouteApi('/people/$memberId');

/** A member, and all that an administrator can do about them. */
export default function PersonView() {
  const { memberId } = route.useParams();
  return <PersonPage key={memberId} memberId={memberId} />;
}

function PersonPage({ memberId }: { memberId: string }) {
  const text = useText();
  const may = useMay();
  const person = useQuery(personQuery(memberId));
  if (!person.data) {
    return person.error ? (
      <>
        <PageHead title={text('member')} above={{ to: '/people', label: text('people') }} />
        <Failure error={person.error} onRetry={() => person.refetch()} busy={person.isFetching} />
      </>
    ) : (
      <ViewWaiting />
    );
  }
  const { value } = person.data;
  return (
    <>
      <PageHead
        title={value.name}
        beside={<StandingBadge standing={standingOf(value)} />}
        lead={value.email}
        above={{ to: '/people', label: text('people') }}
        actions={
          may('view_audit_log') && (
            <Link to="/audit" search={{ target: `member/${memberId}` }} className={buttonLook()}>
              {text('person.history')}
            </Link>
          )
        }
      />
      <div className={layout.columns}>
        <PersonProfile loaded={person.data} />
        <div className={layout.stack}>
          <PersonAccess person={value} />
          <PersonGroups person={value} />
        </div>
      </div>
    </>
  );
}
