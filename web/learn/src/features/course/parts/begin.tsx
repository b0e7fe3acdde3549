import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered, hasStatus } from 'shared/api/problem';
import { Button, buttonLook } from 'shared/parts/button';
import { Icon } from 'shared/parts/icon';
import { ProblemNote } from 'shared/parts/problem-note';
import { Skeleton } from 'shared/parts/skeleton';
import { Link, useLocation } from 'wouter';
import { useText } from '../../../text';
import { type EnrolmentDetail, enrolmentQuery } from '../../learning/queries';
import { lessonsOf } from '../outline';
import { useAddress, usePreview } from '../preview';
import type { CourseProgress } from '../progress';
import type { CourseDetail } from '../queries';
import { useResumeLesson } from '../resume';
import style from './course.module.css';

/** The one thing to do next with a course: begin it, go on, or read it again. */
export function Begin({ course, progress }: { course: CourseDetail; progress: CourseProgress }) {
  const text = useText();
  const { enrolment } = progress;
  const next = useResumeLesson(course, progress);
  const addressOf = useAddress(course.course_id);
  const isPreview = usePreview() !== undefined;
  if (course.lessons === 0) return <p className={style.facts}>{text('course.no-lessons')}</p>;
  if (isPreview) {
    return (
      <Link href={addressOf(lessonsOf(course)[0]?.id)} className={buttonLook('main')}>
        {text('preview.first')}
        <Icon name="next" size={18} />
      </Link>
    );
  }
  if (enrolment === undefined) return <Skeleton height="44px" width="12rem" />;
  if (enrolment === null && course.state === 'archived')
    return <p className={style.facts}>{text('course.archived')}</p>;
  if (enrolment === null) return <Enrol course={course} />;
  return (
    <Link href={addressOf(next?.id)} className={buttonLook('main')}>
      {text(enrolment.completed_at ? 'course.again' : 'course.continue')}
      <Icon name="next" size={18} />
    </Link>
  );
}

function Enrol({ course }: { course: CourseDetail }) {
  const text = useText();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const enrol = useMutation({
    mutationFn: (): Promise<EnrolmentDetail> =>
      answered(api.PUT('/v1/me/enrolments/{course_id}', { params: { path: { course_id: course.course_id } } })),
    onSuccess: async detail => {
      client.setQueryData(enrolmentQuery(course.course_id).queryKey, detail);
      void client.invalidateQueries({ queryKey: ['enrolments'] });
      void client.invalidateQueries({ queryKey: ['home'] });
      void client.invalidateQueries({ queryKey: ['path'] });
      // Lessons that were read before count once they are read in the course.
      void client.invalidateQueries({ queryKey: ['lesson', course.course_id] });
      // Who comes back goes on.
      const lessons = lessonsOf(course);
      const next = lessons.find(lesson => !detail.completed_lessons.includes(lesson.id)) ?? lessons[0];
      if (next) navigate(`/courses/${course.course_id}/lessons/${next.id}`);
    },
    onError: error => {
      // Something must be completed first, which this page does not know yet.
      if (hasStatus(error, 422)) void client.invalidateQueries({ queryKey: ['course', course.course_id] });
    },
  });
  return (
    <>
      <Button look="main" onClick={() => enrol.mutate()} busy={enrol.isPending}>
        {text('course.enrol')}
      </Button>
      {enrol.error && <ProblemNote error={enrol.error} />}
    </>
  );
}
