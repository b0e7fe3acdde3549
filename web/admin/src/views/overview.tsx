import { Link } from '@tanstack/react-router';
import { buttonLook } from 'shared/parts/button';
import { useAccess, useMe } from '../access';
import layout from '../parts/layout.module.css';
import { PageHead } from '../parts/page-head';
import { NoRole } from '../shell/refused';
import { useText } from '../text';
import { Attention } from './overview/attention';
import { Figures } from './overview/figures';
import { WeekBoard } from './overview/week-board';

/** What matters today, as far as the roles reach. */
export default function Overview() {
  const text = useText();
  const me = useMe();
  const access = useAccess();
  if (!access.anything) {
    return (
      <>
        <PageHead title={text('overview')} />
        <NoRole />
      </>
    );
  }
  return (
    <>
      <PageHead
        title={text('overview.hello', { name: me.name.split(' ')[0] ?? me.name })}
        lead={text('overview.lead')}
        actions={<QuickActions />}
      />
      <div className={layout.stack}>
        <Figures />
        <div className={layout.columns}>
          <Attention />
          {!access.platform && <WeekBoard />}
        </div>
      </div>
    </>
  );
}

function QuickActions() {
  const text = useText();
  const access = useAccess();
  return (
    <>
      {access.changePeople && (
        <Link to="/people/invite" className={buttonLook('main')}>
          {text('overview.invite')}
        </Link>
      )}
      {access.team && (
        <Link to="/team" className={buttonLook()}>
          {text('team')}
        </Link>
      )}
      {access.platform && (
        <Link to="/platform/workspaces" className={buttonLook()}>
          {text('workspaces')}
        </Link>
      )}
    </>
  );
}
