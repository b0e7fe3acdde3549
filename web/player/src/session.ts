import { PLAIN_TEXT } from './commits/transport';

/** What has begun: where the package is, and what it goes on with. */
export interface Begun {
  attempt: number;
  session: number;
  /** Which run time the package speaks to. */
  standard: string;
  /** Of its first page, complete. */
  address: string;
  cmi: Readonly<Record<string, string>>;
  /** Nothing is kept. */
  review: boolean;
  settings: { commit_seconds: number };
}

export interface SessionAnswer {
  /** The origins of the pages that may show this one. */
  pages: readonly string[];
  begun?: Begun;
  /** It runs on another device, and was not begun here. */
  other_device?: { since: string };
}

/** Why no session has begun: what the API answered, or 0 where nothing did. */
export class SessionError extends Error {
  constructor(readonly status: number) {
    super(`no session: ${status}`);
  }
}

interface Asked {
  launch: string;
  /** The same device goes on by itself, whatever became of its last session. */
  device: string;
  takes_over: boolean;
}

/** Begins a session, or tells that one runs elsewhere. */
export async function beginSession(api: string, asked: Asked): Promise<SessionAnswer> {
  const response = await fetch(`${api}/v1/package-sessions`, {
    method: 'POST',
    headers: { 'content-type': PLAIN_TEXT },
    body: JSON.stringify(asked),
    credentials: 'omit',
    cache: 'no-store',
  }).catch(() => undefined);
  if (!response?.ok) throw new SessionError(response?.status ?? 0);
  return (await response.json()) as SessionAnswer;
}
