import type { Schema } from './schemas';

/** The API refused: what it said, in its own words. */
export class ProblemError extends Error {
  readonly problem: Schema<'Problem'>;
  /** Seconds after which it may be tried again, where the API names them. */
  readonly retryAfter: number | undefined;

  constructor(problem: Schema<'Problem'>, retryAfter?: number) {
    super(problem.detail);
    this.name = 'ProblemError';
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  get status(): number {
    return this.problem.status;
  }
}

/** Nothing answered: no network, or nobody at the other end. */
export class NetworkError extends Error {
  constructor(cause: unknown) {
    super('The network did not answer.', { cause });
    this.name = 'NetworkError';
  }
}

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

function hasExplained(value: unknown): value is Schema<'Problem'> {
  return typeof value === 'object' && value !== null && 'detail' in value && 'status' in value;
}

/** Something between us and the API answered, such as a proxy: its words are not for people. */
function unexplained(response: Response): Schema<'Problem'> {
  return { type: 'about:blank', title: response.statusText, status: response.status, detail: '', request_id: '' };
}

/** The body of an answer; a refusal becomes a `ProblemError`. */
export async function answered<Data>(asked: Promise<Answer<Data>>): Promise<NonNullable<Data>> {
  const { data, error, response } = await asked;
  if (response.ok) return data as NonNullable<Data>;
  const seconds = Number(response.headers.get('retry-after'));
  throw new ProblemError(hasExplained(error) ? error : unexplained(response), seconds > 0 ? seconds : undefined);
}

/** As `answered`, with the version for `If-Match` of the next change. */
export async function answeredWithVersion<Data>(
  asked: Promise<Answer<Data>>,
): Promise<{ value: NonNullable<Data>; version: string }> {
  const answer = await asked;
  return { value: await answered(Promise.resolve(answer)), version: answer.response.headers.get('etag') ?? '' };
}

export function isOffline(error: unknown): boolean {
  return error instanceof NetworkError;
}

export function hasStatus(error: unknown, status: number): boolean {
  return error instanceof ProblemError && error.status === status;
}

/** Whether the API refused for this reason: the last part of the problem's `type`. */
export function isProblem(error: unknown, reason: string): boolean {
  return error instanceof ProblemError && error.problem.type === `/problems/${reason}`;
}
