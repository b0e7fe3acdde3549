import { goOn, withTextsAgain } from './model/change';
import type { CourseDraft } from './model/draft';

export interface EditState {
  /** What is saved, as far as is known here, and its version. */
  base: CourseDraft;
  version: string;
  /** All versions that this has been built on: any other one is somebody else's. */
  seen: readonly string[];
  present: CourseDraft;
  past: readonly CourseDraft[];
  future: readonly CourseDraft[];
  /** What the last edit was about: a title that is typed letter by letter is one step back, not twenty. */
  about: string | undefined;
}

export type EditAction =
  | { kind: 'edited'; draft: (present: CourseDraft) => CourseDraft; about?: string | undefined }
  | { kind: 'undo' }
  | { kind: 'redo' }
  /** `keeps` the way back: where only texts were saved, the steps before stay possible. */
  | { kind: 'saved'; sent: CourseDraft; base: CourseDraft; version: string; keeps?: boolean }
  | { kind: 'rebased'; base: CourseDraft; version: string; draft: CourseDraft };

const MOST_STEPS = 100;

export function edit(state: EditState, action: EditAction): EditState {
  switch (action.kind) {
    case 'edited': {
      const present = action.draft(state.present);
      if (present === state.present) return state;
      const goesOn = action.about !== undefined && action.about === state.about;
      const past = goesOn ? state.past : [...state.past, state.present].slice(-MOST_STEPS);
      return { ...state, present, past, future: [], about: action.about };
    }
    case 'undo': {
      const present = state.past.at(-1);
      if (!present) return state;
      return {
        ...state,
        present,
        past: state.past.slice(0, -1),
        future: [state.present, ...state.future],
        about: undefined,
      };
    }
    case 'redo': {
      const [present, ...future] = state.future;
      return present ? { ...state, present, past: [...state.past, state.present], future, about: undefined } : state;
    }
    // The steps before know nothing of the ids that new lessons have now, and of those that are gone: the way back ends here.
    case 'saved': {
      const again = (draft: CourseDraft) => withTextsAgain(draft, action.sent);
      return {
        base: action.base,
        version: action.version,
        seen: [...state.seen, action.version],
        present: state.present === action.sent ? action.base : goOn(state.present, action.sent, action.base),
        past: action.keeps ? state.past.map(again) : [],
        future: action.keeps ? state.future.map(again) : [],
        about: action.keeps ? state.about : undefined,
      };
    }
    case 'rebased':
      return {
        base: action.base,
        version: action.version,
        seen: [...state.seen, action.version],
        present: action.draft,
        past: [],
        future: [],
        about: undefined,
      };
  }
}
