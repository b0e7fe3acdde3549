/**
 * What the portal and the package player say to each other. Packages run in the player's origin and could say all of it, so nothing here is
 * believed: it is shown, and only the API knows what was saved.
 */

/** The player is there: posted to the window above it, which tells nothing. */
export const READY = { trellis: 'ready' } as const;

export interface Launch {
  trellis: 'launch';
  /** Opens the session, and commits to it. */
  launch: string;
  /** The origin of the API. */
  api: string;
  /** A random name of this browser: the same one goes on where it was, and nobody is asked. */
  device: string;
  /** Of the page above. */
  language: string;
  texts: PlayerTexts;
}

/** What the player itself shows, in the reader's language. */
export interface PlayerTexts {
  /** The name of the frame with the package. */
  frame: string;
}

/** What the portal asks of a player that runs. */
export type ToPlayer =
  /** The package is to be taken away; `left` comes once everything is saved or kept. */
  | { ask: 'leave' }
  /** It runs elsewhere, and is to go on here. */
  | { ask: 'take-over' };

/** What a player tells of. */
export type FromPlayer =
  | { tell: 'started'; review: boolean; attempt: number }
  | { tell: 'other-device'; since: string }
  | { tell: 'saved'; at: string; state: string }
  /** It is kept in this browser; whether it is tried again by itself. */
  | { tell: 'unsaved'; willRetry: boolean }
  | { tell: 'superseded' }
  /** The package has ended its session. What it asks for next, where it does. */
  | { tell: 'finished'; wish: Wish }
  | { tell: 'left'; saved: boolean }
  /** It could not be begun: the status that the API answered, or 0 where nothing answered. */
  | { tell: 'failed'; status: number };

export const WISHES = ['none', 'exit', 'continue', 'previous'] as const;
export type Wish = (typeof WISHES)[number];

type Fields = Record<string, unknown>;

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

export function isReady(data: unknown): boolean {
  return isRecord(data) && data.trellis === 'ready';
}

/** An origin of the web, and nothing more than that. */
function isOrigin(value: unknown): value is string {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const { origin, protocol } = new URL(value);
  return value === origin && (protocol === 'https:' || protocol === 'http:');
}

export function isLaunch(data: unknown): data is Launch {
  if (!isRecord(data) || data.trellis !== 'launch' || !isRecord(data.texts)) return false;
  const words = [data.launch, data.device, data.language, data.texts.frame];
  return words.every(each => typeof each === 'string' && each !== '') && isOrigin(data.api);
}

export function isToPlayer(data: unknown): data is ToPlayer {
  return isRecord(data) && (data.ask === 'leave' || data.ask === 'take-over');
}

const isTime = (value: unknown): boolean => typeof value === 'string' && !Number.isNaN(Date.parse(value));
const isWord = (value: unknown): boolean => typeof value === 'string' && /^[a-z_]{1,40}$/.test(value);

const TOLD: Record<FromPlayer['tell'], (fields: Fields) => boolean> = {
  started: ({ review, attempt }) => typeof review === 'boolean' && Number.isSafeInteger(attempt),
  'other-device': ({ since }) => isTime(since),
  saved: ({ at, state }) => isTime(at) && isWord(state),
  unsaved: ({ willRetry }) => typeof willRetry === 'boolean',
  superseded: () => true,
  finished: ({ wish }) => WISHES.some(each => each === wish),
  left: ({ saved }) => typeof saved === 'boolean',
  failed: ({ status }) => Number.isSafeInteger(status),
};

export function isFromPlayer(data: unknown): data is FromPlayer {
  if (!isRecord(data) || typeof data.tell !== 'string' || !Object.hasOwn(TOLD, data.tell)) return false;
  return TOLD[data.tell as FromPlayer['tell']](data);
}
