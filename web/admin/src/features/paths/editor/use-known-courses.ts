import { useState } from 'react';
import type { PathDetail } from '../queries';
import { type KnownCourse, type KnownCourses, learnt } from './model/draft';

/**
 * What is known of the courses that are on the path, were found for it, or were on it: somebody else may have saved it without those that
 * stand here.
 */
export function useKnownCourses(path: PathDetail) {
  const [known, setKnown] = useState<KnownCourses>(() => learnt(new Map(), path));
  const [seen, setSeen] = useState(path);
  if (seen !== path) {
    setSeen(path);
    setKnown(before => learnt(before, path));
  }
  const know = (id: string, course: KnownCourse) => setKnown(before => new Map(before).set(id, course));
  return { known, know };
}
