import { getRouteApi } from '@tanstack/react-router';
import { State } from 'shared/parts/state';
import { PageHead } from '../../../parts/page-head';
import { LessonPage, lessonTitle } from '../../attempts/parts/lesson-page';
import { useText } from '../../attempts/text';
import { PackageAttempts } from '../parts/package-attempts';
import { askPackageAttempts } from '../queries';

const route = getRouteApi('/courses/$courseId/packages/$lessonId');

/** Who has taken a package, and what it has reported. */
export default function Package() {
  const text = useText();
  const { courseId, lessonId } = route.useParams();
  return (
    <LessonPage courseId={courseId}>
      {course => (
        <>
          <PageHead
            title={text('attempts.packages')}
            lead={text('attempts.packages-lead', { lesson: lessonTitle(course, lessonId) })}
            above={{ to: `/courses/${courseId}`, label: course.title }}
          />
          <PackageAttempts
            title={text('attempts')}
            subject={text('attempts.learner')}
            name={['course', courseId, 'package', lessonId, 'attempts']}
            ask={askPackageAttempts({ course_id: courseId, lesson_id: lessonId })}
            empty={
              <State icon="person" title={text('attempts.empty')}>
                {text('attempts.packages-empty')}
              </State>
            }
          />
        </>
      )}
    </LessonPage>
  );
}
