import type { Schema } from 'shared/api/schemas';
import { type Draw, isDraw, tagOf } from './draws';
import type { Question, QuestionOf } from './question';

export type QuizContent = Extract<Schema<'Content'>, { kind: 'quiz' }>;

/** What holds where nothing else is said, as the API has it. */
export const DEFAULTS = {
  draws: [],
  pass_percent: 80,
  cooling_off_minutes: 0,
  grace_seconds: 30,
  shuffle_questions: false,
  shuffle_answers: true,
  one_at_a_time: true,
  scoring: 'highest',
  negative_marking: false,
  review: 'right_answers',
  review_after_closing: false,
  score_feedback: [],
} as const satisfies Partial<QuizContent>;

/** A quiz in which nothing is left open. */
export function withDefaults(content: QuizContent) {
  return { ...DEFAULTS, ...content, questions: content.questions ?? [] };
}

const isWritten = (text: string | null | undefined) => (text ?? '').trim() !== '';

/** Without feedback that is blank. */
function tidy<Item extends { readonly feedback?: string | null }>(item: Item): Item {
  const { feedback, ...rest } = item;
  return (isWritten(feedback) ? { ...rest, feedback } : rest) as Item;
}

function sentGap(gap: QuestionOf<'gaps'>['gaps'][number]) {
  const choices = (gap.choices ?? []).filter(choice => isWritten(choice.text));
  const accepted = (gap.accepted ?? []).filter(each => isWritten(each.pattern)).map(tidy);
  return { ...gap, choices, accepted, case_sensitive: gap.case_sensitive ?? false };
}

function sentOfKind(question: Question): Question {
  switch (question.kind) {
    case 'single':
    case 'multiple':
      return { ...question, answers: question.answers.filter(answer => isWritten(answer.text)).map(tidy) };
    case 'true_false': {
      const { feedback_true, feedback_false, ...rest } = question;
      return {
        ...rest,
        ...(isWritten(feedback_true) && { feedback_true }),
        ...(isWritten(feedback_false) && { feedback_false }),
      };
    }
    case 'numeric':
      return {
        ...question,
        accepted: question.accepted
          .filter(each => isWritten(each.value))
          .map(each => tidy({ ...each, tolerance: each.tolerance || '0', percent: each.percent ?? 100 })),
        units: (question.units ?? []).filter(unit => isWritten(unit.name)),
        unit_required: question.unit_required ?? false,
      };
    case 'text':
      return {
        ...question,
        accepted: question.accepted
          .filter(each => isWritten(each.pattern))
          .map(each => tidy({ ...each, percent: each.percent ?? 100 })),
        case_sensitive: question.case_sensitive ?? false,
      };
    case 'ordering':
      return { ...question, items: question.items.filter(isWritten) };
    case 'matching':
      return {
        ...question,
        pairs: question.pairs.filter(pair => isWritten(pair.prompt) || isWritten(pair.answer)),
        distractors: (question.distractors ?? []).filter(isWritten),
      };
    case 'gaps':
      return { ...question, gaps: question.gaps.map(sentGap) };
    case 'hotspot': {
      const { picture_description, ...rest } = question;
      return {
        ...rest,
        several: question.several ?? false,
        ...(isWritten(picture_description) && { picture_description }),
      };
    }
  }
}

/** A question as the API takes it: what is blank is left out. */
export function sentQuestion(question: Question): Question {
  const { tags, points, ...rest } = sentOfKind(question);
  const written = (tags ?? []).map(tag => tag.trim()).filter(isWritten);
  return tidy({
    ...rest,
    ...(points !== undefined && points !== 1 && { points }),
    ...(written.length > 0 && { tags: written }),
  } as Question);
}

export function sentQuiz(content: QuizContent): QuizContent {
  const { questions, score_feedback, draws, ...rest } = withDefaults(content);
  return {
    ...rest,
    ...(questions.length > 0 && { questions: questions.map(sentQuestion) }),
    draws: draws.filter(isDraw),
    score_feedback: score_feedback.filter(each => isWritten(each.text)),
  };
}

function linesOf(value: unknown, name: string): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((each, at) => linesOf(each, `${name} ${at + 1}`));
  if (typeof value !== 'object') return [`${name}: ${value}`];
  const entries = Object.entries(value).sort(([a], [b]) => a.localeCompare(b));
  return entries.flatMap(([key, each]) => linesOf(each, `${name} ${key.replaceAll('_', ' ')}`));
}

function linesOfQuestions(questions: readonly Question[]): string[] {
  return questions.map(sentQuestion).flatMap((question, at) => {
    const { text, kind, ...more } = question;
    return [`${at + 1}. ${text.trim()} (${kind.replaceAll('_', ' ')})`, ...linesOf(more, '  ')];
  });
}

/** All of some questions in lines. */
export function questionsText(questions: readonly Question[]): string {
  return linesOfQuestions(questions).join('\n');
}

/** All of a quiz in lines, the rules first: quizzes are the same if their lines are. */
export function quizText(content: QuizContent): string {
  const { kind: _, questions = [], ...rules } = sentQuiz(content);
  const about = Object.entries(rules).flatMap(([key, value]) => linesOf(value, key.replaceAll('_', ' ')));
  return [...about.sort(), ...linesOfQuestions(questions)].join('\n');
}

/** All tags of a quiz, with how many questions have each. */
export function tagsOf(questions: readonly Question[]): Map<string, number> {
  const tags = new Map<string, number>();
  for (const question of questions) {
    for (const tag of new Set((question.tags ?? []).map(each => each.trim()).filter(isWritten)))
      tags.set(tag, (tags.get(tag) ?? 0) + 1);
  }
  return tags;
}

/** How many questions each attempt gets: of those that are drawn from, only some, and never more than there are. */
export function askedCount(content: QuizContent): number {
  const { questions, draws } = withDefaults(content);
  const drawn = draws.filter(draw => !draw.bank_id).map(tagOf);
  const always = questions.filter(question => !(question.tags ?? []).some(tag => drawn.includes(tag.trim())));
  const tags = tagsOf(questions);
  const there = (draw: Draw) => (draw.bank_id ? (draw.taken?.count ?? draw.count) : (tags.get(tagOf(draw)) ?? 0));
  return always.length + draws.reduce((sum, draw) => sum + Math.min(draw.count || 0, there(draw)), 0);
}
