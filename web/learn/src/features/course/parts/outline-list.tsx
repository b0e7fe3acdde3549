import { useFormats } from 'shared/i18n/format';
import { Icon } from 'shared/parts/icon';
import { Link } from 'wouter';
import { useText } from '../../../text';
import type { Lesson } from '../outline';
import type { LessonState } from '../progress';
import type { CourseDetail } from '../queries';
import style from './outline-list.module.css';

interface OutlineListProps {
  course: CourseDetail;
  stateOf: (lessonId: string) => LessonState;
  /** The lesson that is open. */
  current?: string;
  onChosen?: () => void;
}

/** Parts, modules and lessons with what is done. A part or module that only repeats what is around it goes without its title. */
export function OutlineList({ course, stateOf, current, onChosen }: OutlineListProps) {
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
                    address={`/courses/${course.course_id}/lessons/${lesson.id}`}
                    state={stateOf(lesson.id)}
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
  address: string;
  state: LessonState;
  isCurrent: boolean;
  onChosen: (() => void) | undefined;
}

function OutlineLesson({ lesson, address, state, isCurrent, onChosen }: OutlineLessonProps) {
  const text = useText();
  const formats = useFormats();
  return (
    <li>
      <Link href={address} className={style.lesson} aria-current={isCurrent ? 'page' : undefined} onClick={onChosen}>
        <span className={style.sign} data-state={state}>
          {state === 'completed' && <Icon name="check" size={14} />}
          {state === 'pending' && <Icon name="waiting" size={14} />}
        </span>
        <span className={style.title}>
          {lesson.title}
          {state !== 'open' && (
            <span className="visually-hidden">, {text(state === 'completed' ? 'course.done' : 'course.pending')}</span>
          )}
        </span>
        <span className={style.minutes}>{formats.minutes(lesson.minutes)}</span>
      </Link>
    </li>
  );
}
