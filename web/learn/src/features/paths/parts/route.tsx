import { useText } from '../../../text';
import type { PathDetail } from '../queries';
import { nextCourse, opensAfter } from '../route';
import style from './route.module.css';
import { MissingCourse, RouteCourse } from './route-course';

/** The milestones with their courses, from the first to the last. */
export function Route({ path }: { path: PathDetail }) {
  const text = useText();
  const next = path.is_taken ? nextCourse(path)?.course_id : undefined;
  return (
    <section className={style.route} aria-labelledby="route">
      <div>
        <h2 id="route">{text('path.route')}</h2>
        {path.order === 'in_order' && <p className={style.soft}>{text('path.in-order')}</p>}
      </div>
      <ol className={style.milestones}>
        {path.milestones.map((milestone, index) => (
          <li key={`${index}-${milestone.title}`}>
            <h3 className={style.milestone}>
              <span className={style.stage} />
              {milestone.title}
            </h3>
            <ol className={style.courses}>
              {milestone.courses.map(each =>
                each.course ? (
                  <RouteCourse
                    key={each.course_id}
                    place={each}
                    course={each.course}
                    after={each.status === 'locked' ? opensAfter(path, each.course_id)?.course?.title : undefined}
                    isNext={each.course_id === next}
                  />
                ) : (
                  <MissingCourse key={each.course_id} />
                ),
              )}
            </ol>
          </li>
        ))}
      </ol>
    </section>
  );
}
