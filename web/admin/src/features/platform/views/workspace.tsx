import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useFormats } from 'shared/i18n/format';
import { Failure } from 'shared/parts/state';
import { Card, Facts } from '../../../parts/card';
import layout from '../../../parts/layout.module.css';
import { PageHead } from '../../../parts/page-head';
import { ViewWaiting } from '../../../shell/view-waiting';
import { useText } from '../../../text';
import { WorkspaceActions } from '../parts/workspace-actions';
import { WorkspaceBadge } from '../parts/workspace-badge';
import { WorkspaceForm } from '../parts/workspace-form';
import { workspaceQuery } from '../queries';

const route = getRouteApi('/platform/workspaces/$workspaceId');

export default function PlatformWorkspace() {
  const text = useText();
  const formats = useFormats();
  const { workspaceId } = route.useParams();
  const workspace = useQuery({
    ...workspaceQuery(workspaceId),
    // It opens in steps, each of which takes a moment.
    refetchInterval: query => (query.state.data?.value.state === 'opening' ? 2000 : false),
  });
  const above = { to: '/platform/workspaces', label: text('workspaces') };
  if (!workspace.data) {
    return workspace.error ? (
      <>
        <PageHead title={text('workspace')} above={above} />
        <Failure error={workspace.error} onRetry={() => workspace.refetch()} busy={workspace.isFetching} />
      </>
    ) : (
      <ViewWaiting />
    );
  }
  const { value } = workspace.data;
  const facts = [
    { label: text('workspace'), value: <code className={layout.code}>{value.workspace}</code> },
    { label: text('home-region'), value: value.home_region },
    { label: text('workspace.registered'), value: formats.dateTime(value.registered_at) },
    ...(value.closed_at ? [{ label: text('workspace.closed-at'), value: formats.dateTime(value.closed_at) }] : []),
  ];
  return (
    <>
      <PageHead
        title={value.name}
        above={above}
        beside={<WorkspaceBadge state={value.state} />}
        actions={<WorkspaceActions workspace={value} />}
      />
      <div className={layout.columns}>
        <WorkspaceForm key={value.workspace} loaded={workspace.data} fixed={value.state === 'closed'} />
        <Card title={text('details')}>
          <Facts facts={facts} />
        </Card>
      </div>
    </>
  );
}
