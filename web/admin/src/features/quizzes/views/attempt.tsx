import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { AttemptPage } from '../parts/attempt-page';
import { attemptQuery } from '../queries';
import { useText } from '../text';

const route = getRouteApi('/courses/$courseId/quizzes/$lessonId/attempts/$memberId/$number');

/** What authors see of an attempt: right answers as well. */
export default function Attempt() {
  const text = useText();
  const { courseId, lessonId, memberId, number } = route.useParams();
  const path = { course_id: courseId, lesson_id: lessonId, member_id: memberId, number: Number(number) };
  const above = { to: `/courses/${courseId}/quizzes/${lessonId}`, label: text('quiz.statistics') };
  return <AttemptPage number={path.number} found={useQuery(attemptQuery(path))} above={above} />;
}
