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

/**
 * Something between this device and the API answered: a firewall, a company's proxy, the sign-in page of a network. Whatever it says, the
 * API has decided nothing.
 */
export class ForeignAnswerError extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`The API was not reached: somebody else answered ${status}.`);
    this.name = 'ForeignAnswerError';
    this.status = status;
  }
}

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** Whether this is the API's word: the names of its problems lie under `/problems/`, and nobody else's do. */
function isProblemDocument(value: unknown): value is Schema<'Problem'> {
  return typeof value === 'object' && value !== null && 'type' in value && `${value.type}`.startsWith('/problems/');
}

/** The answer, if it is the API's, which speaks JSON or says nothing. */
export async function ofTheApi(response: Response): Promise<Response> {
  const type = response.headers.get('content-type');
  const isJson = type !== null && /^application\/([\w.-]+\+)?json\b/i.test(type);
  if (response.ok && (isJson || type === null)) return response;
  if (!response.ok && isJson && isProblemDocument(await bodyOf(response.clone()))) return response;
  throw new ForeignAnswerError(response.status);
}

function bodyOf(response: Response): Promise<unknown> {
  return response.json().catch(() => undefined);
}

/** The body of an answer; a refusal becomes a `ProblemError`. */
export async function answered<Data>(asked: Promise<Answer<Data>>): Promise<NonNullable<Data>> {
  const { data, error, response } = await asked;
  if (response.ok) return data as NonNullable<Data>;
  if (!isProblemDocument(error)) throw new ForeignAnswerError(response.status);
  const seconds = Number(response.headers.get('retry-after'));
  throw new ProblemError({ ...error, status: response.status }, seconds > 0 ? seconds : undefined);
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

/** The API was not asked: there is no network, or somebody else answers for it. */
export function isUnreached(error: unknown): boolean {
  return error instanceof NetworkError || error instanceof ForeignAnswerError;
}

const FINAL = [400, 403, 404, 409, 410, 422];

/** Whether the API has decided for good; anything else may end otherwise later. */
export function isFinal(error: unknown): error is ProblemError {
  return error instanceof ProblemError && FINAL.includes(error.status);
}

export function hasStatus(error: unknown, status: number): boolean {
  return error instanceof ProblemError && error.status === status;
}

/** Whether the API refused for this reason: the last part of the problem's `type`. */
export function isProblem(error: unknown, reason: string): boolean {
  return error instanceof ProblemError && error.problem.type === `/problems/${reason}`;
}
