import { type ReactNode, useId } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Icon, type IconName } from 'shared/parts/icon';
import { Link } from 'wouter';
import { useText } from '../../../text';
import { completionOf } from '../completion';
import { namedTranslations } from '../language-name';
import type { CourseDetail } from '../queries';
import about from './about.module.css';
import style from './particulars.module.css';

interface ParticularsProps {
  course: CourseDetail;
  /** Who cannot begin it any more earns none. */
  withPoints: boolean;
}

/** Who answers for a course, what completes it and what that earns, and where the same is in other languages. */
export function Particulars({ course, withPoints }: ParticularsProps) {
  const text = useText();
  const formats = useFormats();
  const { asked, of } = completionOf(course);
  const isAllRequired = of === course.lessons;
  const amounts = { asked: formats.number(asked), all: formats.number(of) };
  const isPart = asked < of;
  const points = withPoints ? course.points : 0;
  if (!course.owner && !isPart && !course.completion_score && !points && !course.translations?.length) return null;
  return (
    <div className={style.particulars}>
      <ul className={style.list}>
        {isPart && (
          <Particular icon="check">
            {text(isAllRequired ? 'course.completes' : 'course.completes-required', amounts)}
          </Particular>
        )}
        {course.completion_score > 0 && (
          <Particular icon="check">
            {text('course.completes-score', { percent: formats.percent(course.completion_score) })}
          </Particular>
        )}
        {points > 0 && (
          <Particular icon="star">{text('course.points', { count: points, shown: formats.number(points) })}</Particular>
        )}
        {course.owner && <Particular icon="person">{text('course.owner', { name: course.owner.name })}</Particular>}
      </ul>
      {course.translations && course.translations.length > 0 && <Languages translations={course.translations} />}
    </div>
  );
}

function Particular({ icon, children }: { icon: IconName; children: ReactNode }) {
  return (
    <li className={style.particular}>
      <Icon name={icon} size={16} />
      <span>{children}</span>
    </li>
  );
}

function Languages({ translations }: { translations: NonNullable<CourseDetail['translations']> }) {
  const text = useText();
  const id = useId();
  return (
    <div className={style.languages}>
      <span id={id}>{text('course.also-in')}</span>
      <ul className={about.labels} aria-labelledby={id}>
        {namedTranslations(translations).map(({ id: course, name, lang }) => (
          <li key={course}>
            <Link href={`/courses/${course}`} className={about.label} lang={lang} hrefLang={lang}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
