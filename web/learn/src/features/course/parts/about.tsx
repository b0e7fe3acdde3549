import { Icon } from 'shared/parts/icon';
import { Link } from 'wouter';
import { type TextId, useText } from '../../../text';
import { addressWith } from '../../catalogue/address';
import type { CourseDetail } from '../queries';
import style from './about.module.css';

/** What one will learn, for whom it is, and under what else it is found. */
export function About({ course }: { course: CourseDetail }) {
  const text = useText();
  const { outcomes = [], audience, skills = [], tags = [] } = course.about ?? {};
  const [lang, dir] = [course.language ?? undefined, course.text_direction ?? undefined];
  if (outcomes.length === 0 && !audience && skills.length === 0 && tags.length === 0) return null;
  return (
    <div className={style.about}>
      {outcomes.length > 0 && (
        <section className={style.section} aria-labelledby="outcomes">
          <h2 id="outcomes">{text('course.outcomes')}</h2>
          <Outcomes outcomes={outcomes} lang={lang} dir={dir} />
        </section>
      )}
      {audience && (
        <section className={style.section} aria-labelledby="audience">
          <h2 id="audience">{text('course.audience')}</h2>
          <p lang={lang} dir={dir}>
            {audience}
          </p>
        </section>
      )}
      <Labels title="facet.skill" facet="skill" values={skills} />
      <Labels title="facet.tag" facet="tag" values={tags} />
    </div>
  );
}

interface OutcomesProps {
  outcomes: readonly string[];
  lang: string | undefined;
  dir: 'ltr' | 'rtl' | undefined;
}

export function Outcomes({ outcomes, lang, dir }: OutcomesProps) {
  return (
    <ul className={style.outcomes} lang={lang} dir={dir}>
      {outcomes.map(outcome => (
        <li key={outcome}>
          <Icon name="check" size={18} />
          <span>{outcome}</span>
        </li>
      ))}
    </ul>
  );
}

interface LabelsProps {
  title: TextId;
  facet: 'skill' | 'tag';
  values: readonly string[];
}

/** Skills or tags, each of which leads to the courses that have it. */
export function Labels({ title, facet, values }: LabelsProps) {
  const text = useText();
  if (values.length === 0) return null;
  return (
    <section className={style.section} aria-labelledby={`${facet}s`}>
      <h2 id={`${facet}s`}>{text(title)}</h2>
      <ul className={style.labels}>
        {values.map(value => (
          <li key={value}>
            <Link href={addressWith(facet, value)} className={style.label}>
              {value}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
