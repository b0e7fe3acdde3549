import { useCallback } from 'react';
import type { Schema } from 'shared/api/schemas';
import { useText } from '../../text';
import { useLanguageName } from '../course/language-name';
import { type FacetName, orderOf } from './address';

/** What a value of a facet is called on the page. */
export function useValueName(): (facet: FacetName, value: string) => string {
  const text = useText();
  const languageName = useLanguageName();
  return useCallback(
    (facet, value) => {
      if (facet === 'language') return languageName(value);
      // A value of a later version has no name here.
      if (!orderOf(facet)?.includes(value)) return value;
      if (facet === 'level') return text(`level.${value as Schema<'CourseLevel'>}`);
      if (facet === 'duration') return text(`duration.${value as Schema<'Duration'>}`);
      return text(`kind.${value as Schema<'LessonKind'>}`);
    },
    [text, languageName],
  );
}
