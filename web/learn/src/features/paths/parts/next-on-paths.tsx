import { useQueries, useQuery } from '@tanstack/react-query';
import { Icon } from 'shared/parts/icon';
import { Link } from 'wouter';
import { useText } from '../../../text';
import style from '../../finish/finish.module.css';
import { type PathDetail, pathQuery, takenPathsQuery } from '../queries';
import { coursesOf, nextCourse } from '../route';
import { WITH_PROGRESS } from './my-paths';

/** Where those of one's paths go on that a course belongs to. */
export function NextOnPaths({ courseId }: { courseId: string }) {
  const text = useText();
  const { data: taken = [] } = useQuery(takenPathsQuery);
  const paths = useQueries({
    queries: taken.slice(0, WITH_PROGRESS).map(path => pathQuery(path.path_id)),
    combine: all => all.flatMap(({ data }) => (data && isOn(data, courseId) ? [data] : [])),
  });
  if (paths.length === 0) return null;
  return (
    <section className={style.section} aria-labelledby="on-paths">
      <h2 id="on-paths">{text('finish.paths')}</h2>
      <ul className={style.steps}>
        {paths.map(path => (
          <NextOnPath key={path.path_id} path={path} courseId={courseId} />
        ))}
      </ul>
    </section>
  );
}

function isOn(path: PathDetail, courseId: string): boolean {
  return coursesOf(path).some(each => each.course_id === courseId);
}

/** The next course, else the path as a whole. */
function NextOnPath({ path, courseId }: { path: PathDetail; courseId: string }) {
  const text = useText();
  const next = path.completed_at ? undefined : nextCourse(path);
  const course = next?.course_id === courseId ? undefined : next?.course;
  return (
    <li>
      <Link href={course ? `/courses/${next?.course_id}` : `/paths/${path.path_id}`} className={style.step}>
        <Icon name={course ? 'learning' : 'path'} />
        <span>{course?.title ?? path.title}</span>
        <span className={style.soft}>{course ? path.title : path.completed_at && text('path.completed')}</span>
      </Link>
    </li>
  );
}
