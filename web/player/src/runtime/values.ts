import type { Runtime, Snapshot } from '../commits/commit';
import { decode, encode } from './wire';

type Values = Readonly<Record<string, unknown>>;

/** What belongs to a session that is over; loaded back, its time would count twice and its exit would be the next one's. */
const OF_A_SESSION = /^cmi\.(core\.)?(session_time|exit)$/;
/** What the runtime tells by itself. */
const COMPUTED = /\._(children|count|version)$|^cmi\._version$/;
/** What the API gives, and need not be told. Its total is the sum over sessions: what a page adds up, it would add up again when it is reloaded. */
const GIVEN =
  /^cmi\.(core\.)?(student_id|student_name|learner_id|learner_name|credit|entry|lesson_mode|mode|total_time)$|^cmi\.(launch_data|comments_from_lms.*|student_data\..*|scaled_passing_score|completion_threshold|max_time_allowed|time_limit_action)$/;

/** An element of a list is known by its id, and some only have a meaning by their type: both come first. */
const RANKS: Record<string, string> = { id: '0', type: '1' };

/** By number where there are numbers: lists are filled from their beginning. */
function place(element: string): string {
  const parts = element.split('.');
  return [...parts.slice(0, -1), RANKS[parts.at(-1) ?? ''] ?? `2${parts.at(-1)}`].join('.');
}

/**
 * What a session begins with: what was committed before and what the API has set for it, in the order in which it can be loaded. Empty values
 * are those of a new data model.
 */
export function loadable(cmi: Values): [element: string, value: string][] {
  const order = new Intl.Collator('en', { numeric: true });
  return Object.entries(cmi)
    .filter(
      (each): each is [string, string] =>
        typeof each[1] === 'string' && each[1] !== '' && !OF_A_SESSION.test(each[0]) && !COMPUTED.test(each[0]),
    )
    .sort(([one], [other]) => order.compare(place(one), place(other)));
}

interface Loading {
  loadFromFlattenedJSON: (values: Record<string, string>) => void;
}

/** Loads what can be loaded: an element that the library does not take, such as one of an older version, leaves all others as they are. */
export function load(library: Loading, cmi: Values): void {
  for (const [element, value] of loadable(cmi)) {
    try {
      library.loadFromFlattenedJSON({ [element]: decode(value) });
    } catch {
      // The package begins without it, as if it had never been said.
    }
  }
}

/** What the package has said, and nothing that the API knows already. */
export function told(cmi: Values): Record<string, string> {
  const said = Object.entries(cmi).filter(
    (each): each is [string, string] => typeof each[1] === 'string' && !GIVEN.test(each[0]) && !COMPUTED.test(each[0]),
  );
  return Object.fromEntries(said.map(([element, value]) => [element, encode(value)]));
}

const NOT_ATTEMPTED = 'not attempted';

/** What the library commits, as far as the API takes it. */
export interface CommitObject {
  completionStatus: string;
  successStatus: string;
  runtimeData: Values;
  score?: Readonly<Record<string, number | undefined>>;
}

export function snapshotOf(commit: CommitObject, seconds: number, terminated: boolean): Snapshot {
  const score = Object.entries(commit.score ?? {}).filter(
    (each): each is [string, number] => typeof each[1] === 'number' && Number.isFinite(each[1]),
  );
  // The library takes what was not attempted for incomplete; completed by its end is only who has not said so.
  const isUntouched = commit.runtimeData['cmi.core.lesson_status'] === NOT_ATTEMPTED;
  const runtime: Runtime = {
    completion: isUntouched ? NOT_ATTEMPTED : commit.completionStatus,
    success: commit.successStatus,
    score: Object.fromEntries(score),
    seconds,
    terminated,
  };
  return { cmi: told(commit.runtimeData), runtime };
}
