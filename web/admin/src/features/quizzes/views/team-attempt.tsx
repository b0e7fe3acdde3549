import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { AttemptPage } from '../parts/attempt-page';
import { teamAttemptQuery } from '../queries';
import { useText } from '../text';

const route = getRouteApi('/team/$memberId/attempts/$courseId/$lessonId/$number');

/** What managers see of an attempt of somebody of their team: no right answers. */
export default function TeamAttempt() {
  const text = useText();
  const { courseId, lessonId, memberId, number } = route.useParams();
  const path = { course_id: courseId, lesson_id: lessonId, member_id: memberId, number: Number(number) };
  const found = useQuery(teamAttemptQuery(path));
  const above = { to: `/team/${memberId}`, label: found.data?.name ?? text('member') };
  return <AttemptPage number={path.number} found={found} above={above} />;
}
