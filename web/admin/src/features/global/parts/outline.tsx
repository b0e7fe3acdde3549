import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { KindIcon } from '../../courses/editor/kind-icon';
import style from './outline.module.css';

interface OutlineProps {
  parts: readonly Schema<'Part'>[];
  lang: string | undefined;
  dir: Schema<'TextDirection'> | undefined;
}

/** What a course contains, to be read only. Parts, modules and lessons have no names of their own but their places. */
export function Outline({ parts, lang, dir }: OutlineProps) {
  const formats = useFormats();
  return (
    <div className={style.outline} lang={lang} dir={dir}>
      {parts.map((part, p) => (
        <section key={p} className={style.part}>
          <h3>{part.title}</h3>
          {part.modules.map((module, m) => (
            <section key={m}>
              <h4>{module.title}</h4>
              <ul className={style.lessons}>
                {module.lessons.map(lesson => (
                  <li key={lesson.id}>
                    <KindIcon kind={lesson.kind} />
                    <span>{lesson.title}</span>
                    <span className={style.minutes}>{formats.minutes(lesson.minutes)}</span>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </section>
      ))}
    </div>
  );
}
