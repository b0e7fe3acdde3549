import type { FromPlayer } from 'shared/package/messages';

/** How a package runs, as far as its player has told. */
export interface Stage {
  at:
    | 'opening'
    | 'running'
    /** It runs on another device. */
    | 'elsewhere'
    /** It has said that it is done. */
    | 'finished'
    /** It could not be begun. */
    | 'failed'
    /** It is gone, and the page around it may go as well. */
    | 'left';
  review: boolean;
  /** Where it runs elsewhere: since when. */
  since: string | undefined;
  /** When something was saved last. */
  savedAt: string | undefined;
  /** What was not saved is tried again, or kept for the next visit. */
  unsaved: 'retrying' | 'kept' | undefined;
  /** A later session has begun elsewhere. */
  superseded: boolean;
  /** What the API has answered a player that could not begin; 0 where nothing did. */
  status: number | undefined;
  /** Whether the package wants to be closed. */
  wantsOut: boolean;
}

export const OPENING: Stage = {
  at: 'opening',
  review: false,
  since: undefined,
  savedAt: undefined,
  unsaved: undefined,
  superseded: false,
  status: undefined,
  wantsOut: false,
};

export function staged(stage: Stage, message: FromPlayer): Stage {
  switch (message.tell) {
    case 'started':
      return { ...OPENING, at: 'running', review: message.review };
    case 'other-device':
      return { ...stage, at: 'elsewhere', since: message.since };
    case 'saved':
      return { ...stage, savedAt: message.at, unsaved: undefined };
    case 'unsaved':
      return { ...stage, unsaved: message.willRetry ? 'retrying' : 'kept' };
    case 'superseded':
      return { ...stage, superseded: true };
    case 'finished':
      return { ...stage, at: 'finished', wantsOut: message.wish !== 'none' };
    case 'failed':
      return { ...stage, at: 'failed', status: message.status };
    case 'left':
      return { ...stage, at: 'left', unsaved: message.saved ? undefined : 'kept' };
  }
}
