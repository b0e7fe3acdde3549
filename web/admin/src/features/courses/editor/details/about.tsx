import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useLocale } from 'shared/i18n/text';
import { SelectField, TextField } from '../../../../parts/fields';
import { PickField } from '../../../../parts/picker';
import { useText } from '../../../../text';
import { facetsQuery } from '../../queries';
import type { CourseDraft } from '../model/draft';
import type { CourseField } from '../model/fields';
import type { EditorModel } from '../use-editor';
import style from './about.module.css';
import { Chips, type Suggestion } from './chips';
import { useCourseKind } from './course-kind';
import { CoverField } from './cover-field';
import { languageName, languages } from './languages';
import { LineList } from './line-list';

const LEVELS = ['beginner', 'intermediate', 'advanced'] as const;
const MOST_OUTCOMES = 12;
const LONGEST = 300;

interface AboutProps {
  editor: EditorModel;
  courseId: string;
  readOnly: boolean;
}

/** What helps people to find a course and to decide for it. */
export function About({ editor, courseId, readOnly }: AboutProps) {
  const text = useText();
  const { draft, alter } = editor;
  const courses = useCourseKind();
  const facets = useQuery({ ...facetsQuery, enabled: !readOnly });
  const used = (name: string): readonly Suggestion[] => facets.data?.find(facet => facet.name === name)?.values ?? [];
  const error = (field: CourseField) => editor.refused('course', field);
  const set = (fields: Partial<CourseDraft>, about?: string) => alter(present => ({ ...present, ...fields }), about);
  return (
    <section className={style.about} aria-labelledby="course-about">
      <header>
        <h3 id="course-about">{text('course.about')}</h3>
        <p className={style.hint}>{text('course.about-text')}</p>
      </header>
      <CoverField
        courseId={courseId}
        title={draft.title}
        value={draft.cover}
        error={error('cover')}
        readOnly={readOnly}
        onChange={cover => set({ cover })}
      />
      <Chips
        label={text('course.tags')}
        next={text('course.tags-add')}
        hint={text('course.tags-hint')}
        values={draft.tags}
        suggestions={used('tag')}
        error={error('tags')}
        readOnly={readOnly}
        onChange={tags => set({ tags })}
      />
      <Chips
        label={text('course.skills')}
        next={text('course.skills-add')}
        hint={text('course.skills-hint')}
        values={draft.skills}
        suggestions={used('skill')}
        error={error('skills')}
        readOnly={readOnly}
        onChange={skills => set({ skills })}
      />
      <div className={style.pair}>
        <SelectField
          label={text('course.level')}
          value={draft.level}
          options={[
            { value: '', label: text('course.level.none') },
            ...LEVELS.map(level => ({ value: level, label: text(`course.level.${level}`) })),
          ]}
          error={error('level')}
          disabled={readOnly}
          onChange={event => set({ level: LEVELS.find(level => level === event.target.value) ?? '' })}
        />
        <Language
          value={draft.language}
          used={used('language')}
          error={error('language')}
          readOnly={readOnly}
          onChange={language => set({ language })}
        />
      </div>
      <PickField
        kind={courses}
        label={text('course.translation')}
        hint={text('course.translation-hint')}
        chosen={draft.translation_of?.title}
        none={text('course.translation-none')}
        without={[courseId]}
        error={error('translation_of')}
        disabled={readOnly}
        onChange={course => set({ translation_of: course ? { id: course.course_id, title: course.title } : null })}
      />
      <TextField
        label={text('course.audience')}
        hint={text('course.audience-hint')}
        value={draft.audience}
        maxLength={LONGEST}
        error={error('audience')}
        readOnly={readOnly}
        autoComplete="off"
        onChange={event => set({ audience: event.target.value.replace(/\p{Cc}+/gu, ' ') }, 'audience')}
      />
      <LineList
        label={text('course.outcomes')}
        hint={text('course.outcomes-hint')}
        add={text('course.outcomes-add')}
        lines={draft.outcomes.map(outcome => ({ text: outcome }))}
        most={MOST_OUTCOMES}
        longest={LONGEST}
        error={error('outcomes')}
        readOnly={readOnly}
        onChange={lines => set({ outcomes: lines.map(line => line.text) }, `outcomes:${lines.length}`)}
      />
    </section>
  );
}

interface LanguageProps {
  value: string;
  used: readonly Suggestion[];
  error: string | undefined;
  readOnly: boolean;
  onChange: (language: string) => void;
}

function Language({ value, used, error, readOnly, onChange }: LanguageProps) {
  const text = useText();
  const locale = useLocale();
  const tags = used.map(each => each.value).join();
  const options = useMemo(
    () => languages(locale, [...tags.split(','), value]).map(tag => ({ value: tag, label: languageName(locale, tag) })),
    [locale, tags, value],
  );
  return (
    <SelectField
      label={text('course.language')}
      hint={text('course.language-hint')}
      value={value}
      options={[{ value: '', label: text('course.language-none') }, ...options]}
      error={error}
      disabled={readOnly}
      onChange={event => onChange(event.target.value)}
    />
  );
}
