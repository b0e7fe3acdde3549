import type { ReactNode } from 'react';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Icon } from 'shared/parts/icon';
import { useText } from '../../../text';
import { useLanguageName } from '../language-name';
import style from './facts.module.css';

/** How long a course takes, for whom and in what language, in one line. */
export function Facts({ course }: { course: Schema<'CourseSummary'> }) {
  const text = useText();
  const formats = useFormats();
  const languageName = useLanguageName();
  const level = course.about?.level;
  return (
    <ul className={style.facts}>
      <Fact>
        <Icon name="clock" size={16} />
        {formats.minutes(course.minutes)}
      </Fact>
      <Fact>{text('lessons', { count: course.lessons, shown: formats.number(course.lessons) })}</Fact>
      {level && <Fact>{text(`level.${level}`)}</Fact>}
      {course.language && <Fact>{languageName(course.language)}</Fact>}
    </ul>
  );
}

function Fact({ children }: { children: ReactNode }) {
  return <li className={style.fact}>{children}</li>;
}
