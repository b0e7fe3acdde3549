import { Link } from '@tanstack/react-router';
import { usesPanel } from 'shared/api/permissions';
import { buttonLook } from 'shared/parts/button';
import { useMay, useMe } from '../../../access';
import layout from '../../../parts/layout.module.css';
import { PageHead } from '../../../parts/page-head';
import { NoRole } from '../../../shell/refused';
import { useText } from '../../../text';
import { Attention } from '../parts/attention';
import { Figures } from '../parts/figures';
import { WeekBoard } from '../parts/week-board';

/** What matters today, as far as the roles reach. */
export default function Overview() {
  const text = useText();
  const me = useMe();
  const may = useMay();
  if (!usesPanel(me)) {
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
          {!may('operate_platform') && <WeekBoard />}
        </div>
      </div>
    </>
  );
}

function QuickActions() {
  const text = useText();
  const may = useMay();
  return (
    <>
      {may('manage_people') && (
        <Link to="/people/invite" className={buttonLook('main')}>
          {text('overview.invite')}
        </Link>
      )}
      {may('view_team') && (
        <Link to="/team" className={buttonLook()}>
          {text('team')}
        </Link>
      )}
      {may('operate_platform') && (
        <Link to="/platform/workspaces" className={buttonLook()}>
          {text('workspaces')}
        </Link>
      )}
    </>
  );
}
