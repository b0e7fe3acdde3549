import { useFormats } from 'shared/i18n/format';
import { Icon } from 'shared/parts/icon';
import { ProgressBar } from 'shared/parts/progress-bar';
import { Link } from 'wouter';
import { useText } from '../../../text';
import facts from '../../course/parts/facts.module.css';
import type { PathCourse } from '../queries';
import { isNoLongerOffered } from '../route';
import style from './route.module.css';

interface RouteCourseProps {
  place: PathCourse;
  course: NonNullable<PathCourse['course']>;
  /** The course after which it opens. */
  after: string | undefined;
  isNext: boolean;
}

/** A locked course stays a link: it is in the catalogue as well, and its page says what it is about. */
export function RouteCourse({ place, course, after, isNext }: RouteCourseProps) {
  const text = useText();
  const formats = useFormats();
  const { status, percent = 0 } = place;
  const isGone = isNoLongerOffered(place);

  function words(status: NonNullable<PathCourse['status']>) {
    if (isGone) return text('path.not-offered');
    return after ? text('path.opens-after', { title: after }) : text(`path.status.${status}`);
  }

  return (
    <li className={style.course} data-next={isNext || undefined}>
      <Sign status={isGone ? undefined : status} />
      <div className={style.words}>
        <Link href={`/courses/${place.course_id}`} className={style.title}>
          {course.title}
        </Link>
        <ul className={facts.facts}>
          <li className={facts.fact}>{formats.minutes(course.minutes)}</li>
          <li className={facts.fact}>
            {text('lessons', { count: course.lessons, shown: formats.number(course.lessons) })}
          </li>
          {place.optional && <li className={facts.fact}>{text('path.optional')}</li>}
          {course.state === 'draft' && <li className={facts.fact}>{text('course.draft')}</li>}
        </ul>
        {status === 'in_progress' && (
          <div className={style.bar}>
            <ProgressBar label={text('progress.label', { title: course.title })} percent={percent} />
          </div>
        )}
      </div>
      {status && (
        <p className={style.state} data-status={status}>
          {words(status)}
        </p>
      )}
    </li>
  );
}

export function MissingCourse() {
  const text = useText();
  return (
    <li className={style.course}>
      <Sign status={undefined} />
      <div className={style.words}>
        <p className={style.gone}>{text('path.missing')}</p>
        <p className={style.soft}>{text('path.missing-text')}</p>
      </div>
    </li>
  );
}

function Sign({ status }: { status: PathCourse['status'] }) {
  return (
    <span className={style.sign} data-status={status ?? 'none'}>
      {status === 'completed' && <Icon name="check" size={16} />}
      {status === 'locked' && <Icon name="lock" size={15} />}
    </span>
  );
}
