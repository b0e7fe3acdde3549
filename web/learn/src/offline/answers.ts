import { api } from 'shared/api/client';
import { answered, isFinal, ProblemError } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { queryClient } from 'shared/app/query-client';
import { onLeave } from 'shared/session/session';
import { oneTabAtATime } from 'shared/session/tabs';
import type { Refused } from './completions';
import { ANSWERS, keeper, keys, read, remove, write } from './waiting';

/** An attempt at a quiz. */
export interface AttemptRef {
  courseId: string;
  lessonId: string;
  number: number;
}

/** An answer that was given on this device, and that the API has not acknowledged. */
export interface WaitingAnswer extends AttemptRef {
  /** What the lesson is called, to speak of it where the API refuses. */
  lesson: string;
  questionId: string;
  answer: Schema<'Given'>;
  /** Of two answers to a question the API keeps the one with the higher number, whichever comes first. */
  sequence: number;
}

function prefixOf(of?: AttemptRef): string {
  const whose = `${ANSWERS}${keeper()}/`;
  return of ? `${whose}${of.courseId}/${of.lessonId}/${of.number}/` : whose;
}

function parsed(value: string | null): WaitingAnswer | undefined {
  try {
    return value === null ? undefined : JSON.parse(value);
  } catch {
    return undefined;
  }
}

const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

/** Is told whenever an answer begins or ends to wait, on this page. */
export function onAnswers(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

let last = 0;

/** Milliseconds by the server's clock, so that answers of two devices have an order, and always more than the number before. */
export function nextSequence(serverNow: number): number {
  last = Math.max(last + 1, Math.round(serverNow));
  return last;
}

export function addAnswer(answer: WaitingAnswer): void {
  write(`${prefixOf(answer)}${answer.questionId}`, JSON.stringify(answer));
  tell();
}

/** What waits of an attempt. */
export function waitingAnswers(of: AttemptRef): WaitingAnswer[] {
  return keys(prefixOf(of)).flatMap(key => parsed(read(key)) ?? []);
}

async function send({ courseId, lessonId, number, questionId, answer, sequence }: WaitingAnswer): Promise<void> {
  const path = { course_id: courseId, lesson_id: lessonId, number, question_id: questionId };
  const route = '/v1/me/enrolments/{course_id}/lessons/{lesson_id}/attempts/{number}/answers/{question_id}';
  await answered(api.PUT(route, { params: { path }, body: { answer, sequence } }));
}

async function sendAll(): Promise<Refused[]> {
  const refused: Refused[] = [];
  const waiting = keys(prefixOf())
    .map(key => ({ key, value: read(key) }))
    .map(each => ({ ...each, answer: parsed(each.value) }))
    .sort((a, b) => (a.answer?.sequence ?? 0) - (b.answer?.sequence ?? 0));
  for (const { key, value, answer } of waiting) {
    if (!answer) {
      remove(key);
      continue;
    }
    try {
      await send(answer);
      // Another answer may have been given meanwhile: that one is sent next.
      if (read(key) === value) remove(key);
    } catch (error) {
      if (!isFinal(error)) {
        if (error instanceof ProblemError && error.status >= 500) continue;
        break;
      }
      remove(key);
      const { lesson, lessonId, courseId, number } = answer;
      // The attempt is not what this page takes it for: it may be over, or there is a later answer.
      void queryClient.invalidateQueries({ queryKey: ['attempt', courseId, lessonId, String(number)] });
      if (!refused.some(each => each.lessonId === lessonId)) refused.push({ of: 'answers', lesson, lessonId, error });
    } finally {
      tell();
    }
  }
  return refused;
}

/** Sends what waits, in the order in which it was given. To send an answer twice does no harm. */
export function sendAnswers(): Promise<Refused[]> {
  return oneTabAtATime('answers', sendAll);
}

/** Marks of a member for themselves: they stay on this device, as long as the attempt is open. */
const FLAGS = 'trellis.flags.';

function flagsKey(of: AttemptRef): string {
  return prefixOf(of).replace(ANSWERS, FLAGS);
}

export function flagsOf(of: AttemptRef): string[] {
  try {
    return JSON.parse(read(flagsKey(of)) ?? '[]');
  } catch {
    return [];
  }
}

export function keepFlags(of: AttemptRef, flags: readonly string[]): void {
  if (flags.length > 0) write(flagsKey(of), JSON.stringify(flags));
  else remove(flagsKey(of));
}

onLeave(async () => {
  for (const key of [...keys(ANSWERS), ...keys(FLAGS)]) remove(key);
});
