import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Failure } from 'shared/parts/state';
import { PageHead } from '../../../parts/page-head';
import { ViewWaiting } from '../../../shell/view-waiting';
import { useText } from '../../../text';
import { Editor } from '../editor/editor';
import { pathQuery } from '../queries';

const route = getRouteApi('/paths/$pathId');

export default function Path() {
  const text = useText();
  const { pathId } = route.useParams();
  const path = useQuery({ ...pathQuery(pathId), refetchOnMount: 'always' });
  if (path.data) return <Editor key={pathId} loaded={path.data} />;
  if (!path.error) return <ViewWaiting />;
  return (
    <>
      <PageHead title={text('paths.path')} above={{ to: '/paths', label: text('paths.title') }} />
      <Failure error={path.error} onRetry={() => path.refetch()} busy={path.isFetching} />
    </>
  );
}
