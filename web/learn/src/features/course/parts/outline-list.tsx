import type { ReactNode } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Icon } from 'shared/parts/icon';
import { Link } from 'wouter';
import { useText } from '../../../text';
import { KIND_ICONS } from '../kinds';
import { opensAfter } from '../locks';
import type { Lesson } from '../outline';
import { useAddress } from '../preview';
import { type CourseProgress, isClosedTo, type LessonState } from '../progress';
import type { CourseDetail } from '../queries';
import style from './outline-list.module.css';

interface OutlineListProps {
  course: CourseDetail;
  progress: CourseProgress;
  /** The lesson that is open. */
  current?: string;
  onChosen?: () => void;
}

/** Parts, modules and lessons with what is done and what is locked. A part or module that only repeats what is around it goes without its title. */
export function OutlineList({ course, progress, current, onChosen }: OutlineListProps) {
  const { stateOf } = progress;
  const isClosed = isClosedTo(progress, course);
  const addressOf = useAddress(course.course_id);
  const isNamed = (part: { title: string }) => part.title !== course.title;
  const ModuleTitle = course.parts.some(isNamed) ? 'h4' : 'h3';
  return (
    <div className={style.outline}>
      {course.parts.map((part, index) => (
        <section key={`${index}-${part.title}`} className={style.part}>
          {isNamed(part) && <h3 className={style.partTitle}>{part.title}</h3>}
          {part.modules.map((module, moduleIndex) => (
            <div key={`${moduleIndex}-${module.title}`} className={style.module}>
              {module.title !== module.lessons[0]?.title && module.title !== part.title && (
                <ModuleTitle className={style.moduleTitle}>{module.title}</ModuleTitle>
              )}
              <ul>
                {module.lessons.map(lesson => (
                  <OutlineLesson
                    key={lesson.id}
                    lesson={lesson}
                    address={isClosed ? undefined : addressOf(lesson.id)}
                    state={stateOf(lesson.id)}
                    after={opensAfter(course, lesson.id, stateOf)}
                    isCurrent={lesson.id === current}
                    onChosen={onChosen}
                  />
                ))}
              </ul>
            </div>
          ))}
        </section>
      ))}
    </div>
  );
}

interface OutlineLessonProps {
  lesson: Lesson;
  /** None where it cannot be opened before the course is taken. */
  address: string | undefined;
  state: LessonState;
  /** The lesson after which it opens. */
  after: Lesson | undefined;
  isCurrent: boolean;
  onChosen: (() => void) | undefined;
}

/** A locked lesson stays a link: its page says what to do first, and authors can read it. Where the course must be taken first, it is none. */
function OutlineLesson({ lesson, address, state, after, isCurrent, onChosen }: OutlineLessonProps) {
  const text = useText();
  const formats = useFormats();
  const isLocked = state === 'open' && after !== undefined;
  const face = (
    <>
      <span className={style.sign} data-state={isLocked ? 'locked' : state}>
        {state === 'completed' && <Icon name="check" size={14} />}
        {state === 'pending' && <Icon name="waiting" size={14} />}
        {isLocked && <Icon name="lock" size={14} />}
      </span>
      <span className={style.title}>
        {lesson.title}
        {state !== 'open' && <Unseen>{text(state === 'completed' ? 'course.done' : 'course.pending')}</Unseen>}
        {isLocked && <Unseen>{text('course.locked')}</Unseen>}
        <span className={style.about}>
          <Unseen />
          <Icon name={KIND_ICONS[lesson.kind]} size={14} />
          <span>{text(`kind.${lesson.kind}`)}</span>
          {lesson.optional && (
            <>
              <Unseen />
              <span className={style.optional}>{text('course.optional')}</span>
            </>
          )}
        </span>
        {isLocked && (
          <span className={style.opens}>
            <Unseen />
            {text('course.opens-after', { title: after.title })}
          </span>
        )}
      </span>
      <span className={style.minutes}>{formats.minutes(lesson.minutes)}</span>
    </>
  );
  if (address === undefined) {
    return (
      <li className={style.lesson} data-locked={isLocked || undefined} aria-current={isCurrent ? 'page' : undefined}>
        {face}
      </li>
    );
  }
  return (
    <li>
      <Link
        href={address}
        className={style.lesson}
        data-locked={isLocked || undefined}
        aria-current={isCurrent ? 'page' : undefined}
        onClick={onChosen}
      >
        {face}
      </Link>
    </li>
  );
}

/** A pause between what stands apart on the page, and what its look says. */
function Unseen({ children }: { children?: ReactNode }) {
  return <span className="visually-hidden">, {children}</span>;
}
