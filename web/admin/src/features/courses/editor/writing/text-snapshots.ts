import { clear, createStore, get, update } from 'idb-keyval';
import { onLeave } from 'shared/session/session';

/** A text as it was saved. */
export interface TextSnapshot {
  /** RFC 3339; nothing for the text that was there when the writing began. */
  at: string | null;
  markdown: string;
}

/** What is saved again within a minute takes the place of what was saved before. */
const APART = 60_000;
const MOST = 30;

const store = createStore('trellis-lesson-texts', 'snapshots');
onLeave(() => clear(store));

/** The snapshots with one more, newest first. */
export function withSnapshot(
  known: readonly TextSnapshot[],
  { before, markdown, at }: { before: string | null; markdown: string; at: string },
): TextSnapshot[] {
  const [last, ...earlier] = known;
  // Somebody else, or another device, has written in between.
  const begins = before !== null && before !== last?.markdown ? [{ at: null, markdown: before }] : [];
  const isSoon = last?.at != null && begins.length === 0 && Date.parse(at) - Date.parse(last.at) < APART;
  // The text with which the writing began is kept, however soon it is changed.
  return [{ at, markdown }, ...begins, ...(isSoon && earlier.length > 0 ? earlier : known)].slice(0, MOST);
}

function nameOf(memberId: string, courseId: string, lessonId: string): string {
  return `${memberId}/${courseId}/${lessonId}`;
}

/** Storage may be refused: then there is no history, and that is no reason not to save. */
export async function keepSnapshot(
  [memberId, courseId, lessonId]: readonly [string, string, string],
  text: { before: string | null; markdown: string },
): Promise<void> {
  const at = new Date().toISOString();
  try {
    await update<TextSnapshot[]>(
      nameOf(memberId, courseId, lessonId),
      known => withSnapshot(known ?? [], { ...text, at }),
      store,
    );
  } catch {
    // Private window, full, or not allowed.
  }
}

export async function snapshotsOf(memberId: string, courseId: string, lessonId: string): Promise<TextSnapshot[]> {
  try {
    return (await get<TextSnapshot[]>(nameOf(memberId, courseId, lessonId), store)) ?? [];
  } catch {
    return [];
  }
}
