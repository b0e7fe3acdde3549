import { Drawing } from 'shared/parts/drawing';
import { kindOf } from './content/kinds';
import type { LessonKind } from './model/draft';

/** The picture of a kind of lessons; its name stands beside it. */
export function KindIcon({ kind, size = 18 }: { kind: LessonKind; size?: number }) {
  return <Drawing path={kindOf(kind).picture} size={size} weight={1.7} />;
}
