import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Failure } from 'shared/parts/state';
import { useMe } from '../../../access';
import { ViewWaiting } from '../../../shell/view-waiting';
import { Editor } from '../editor/editor';
import { keptDraftQuery } from '../editor/kept-draft';
import { courseQuery } from '../queries';

const route = getRouteApi('/courses/$courseId');

export default function Course() {
  const { courseId } = route.useParams();
  const me = useMe();
  const course = useQuery({ ...courseQuery(courseId), refetchOnMount: 'always' });
  const kept = useQuery(keptDraftQuery(me.member_id, courseId));
  if (course.data && kept.isFetched) {
    return (
      <Editor
        key={courseId}
        courseId={courseId}
        loaded={course.data}
        kept={kept.data ?? undefined}
        memberId={me.member_id}
      />
    );
  }
  if (course.error) {
    return <Failure error={course.error} onRetry={() => course.refetch()} busy={course.isFetching} />;
  }
  return <ViewWaiting />;
}
