import { type Draw, tagOf } from './draws';
import { gapNumbers, MOST_QUESTIONS, type Question, type QuestionOf } from './question';
import { type QuizContent, sentQuestion, sentQuiz, tagsOf } from './quiz';

/** What is wrong; its words are in `quiz.fault.…`. */
export type QuizFault =
  | 'no-questions'
  | 'too-many'
  | 'whole-number'
  | 'window'
  | 'never-closes'
  | 'draw-few'
  | 'draw-twice'
  | 'text'
  | 'points'
  | 'few-answers'
  | 'one-right'
  | 'none-right'
  | 'full'
  | 'number'
  | 'percent'
  | 'tolerance'
  | 'factor'
  | 'twice'
  | 'no-units'
  | 'few-items'
  | 'half-pair'
  | 'gaps'
  | 'gap'
  | 'picture'
  | 'no-area';

/** Of the rules by their name, of a question by its id and the field. */
export type QuizFaults = ReadonlyMap<string, QuizFault>;

export function faultKey(questionId: string, field: string): string {
  return `${questionId}:${field}`;
}

const DECIMAL = /^[+-]?\d+(?:[.,]\d+)?$/;
const isDecimal = (text: string) => DECIMAL.test(text.trim());
const numberOf = (text: string) => Number(text.trim().replace(',', '.'));
const isPercent = (value: number | undefined) => isWhole(value ?? 100, 0, 100);

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function hasTwice(texts: readonly string[]): boolean {
  const trimmed = texts.map(text => text.trim());
  return new Set(trimmed).size < trimmed.length;
}

type Found = [field: string, fault: QuizFault] | undefined;

function ofChoices({ kind, answers }: QuestionOf<'single' | 'multiple'>): Found {
  if (answers.length < 2) return ['answers', 'few-answers'];
  const right = answers.filter(answer => answer.right).length;
  if (kind === 'single' && right !== 1) return ['answers', 'one-right'];
  return right === 0 ? ['answers', 'none-right'] : undefined;
}

function ofNumeric({ accepted, units = [], unit_required }: QuestionOf<'numeric'>): Found {
  if (accepted.some(each => !isDecimal(each.value))) return ['accepted', 'number'];
  if (accepted.some(each => !isDecimal(each.tolerance ?? '0') || numberOf(each.tolerance ?? '0') < 0))
    return ['accepted', 'tolerance'];
  if (accepted.some(each => !isPercent(each.percent))) return ['accepted', 'percent'];
  if (!accepted.some(each => (each.percent ?? 100) === 100)) return ['accepted', 'full'];
  if (units.some(unit => !isDecimal(unit.factor) || numberOf(unit.factor) <= 0)) return ['units', 'factor'];
  if (hasTwice(units.map(unit => unit.name))) return ['units', 'twice'];
  return unit_required && units.length === 0 ? ['units', 'no-units'] : undefined;
}

function ofText({ accepted }: QuestionOf<'text'>): Found {
  if (accepted.some(each => !isPercent(each.percent))) return ['accepted', 'percent'];
  return accepted.some(each => (each.percent ?? 100) === 100) ? undefined : ['accepted', 'full'];
}

function ofMatching({ pairs, distractors = [] }: QuestionOf<'matching'>): Found {
  if (pairs.length < 2) return ['pairs', 'few-items'];
  if (pairs.some(pair => pair.prompt.trim() === '' || pair.answer.trim() === '')) return ['pairs', 'half-pair'];
  if (hasTwice(pairs.map(pair => pair.prompt))) return ['pairs', 'twice'];
  const answers = pairs.map(pair => pair.answer.trim());
  return distractors.some(other => answers.includes(other.trim())) ? ['distractors', 'twice'] : undefined;
}

function ofGaps({ text, gaps }: QuestionOf<'gaps'>): Found {
  const numbers = gapNumbers(text).sort((a, b) => a - b);
  if (numbers.length === 0 || numbers.length !== gaps.length || numbers.some((number, at) => number !== at + 1))
    return ['text', 'gaps'];
  const bad = gaps.findIndex(({ choices = [], accepted = [] }) =>
    choices.length > 0
      ? choices.length < 2 || choices.filter(choice => choice.right).length !== 1
      : !accepted.some(each => (each.percent ?? 100) === 100),
  );
  return bad < 0 ? undefined : [`gap-${bad}`, 'gap'];
}

function ofHotspot({ picture, areas }: QuestionOf<'hotspot'>): Found {
  if (picture === '') return ['picture', 'picture'];
  return areas.some(area => area.right) ? undefined : ['areas', 'no-area'];
}

function ofKind(question: Question): Found {
  switch (question.kind) {
    case 'single':
    case 'multiple':
      return ofChoices(question);
    case 'true_false':
      return undefined;
    case 'numeric':
      return ofNumeric(question);
    case 'text':
      return ofText(question);
    case 'ordering':
      if (question.items.length < 2) return ['items', 'few-items'];
      return hasTwice(question.items) ? ['items', 'twice'] : undefined;
    case 'matching':
      return ofMatching(question);
    case 'gaps':
      return ofGaps(question);
    case 'hotspot':
      return ofHotspot(question);
  }
}

/** What is wrong with a question, by its fields. */
export function faultsOfQuestion(written: Question): [field: string, fault: QuizFault][] {
  const question = sentQuestion(written);
  const { points = 1 } = question;
  const tenths = points * 10;
  const found: Found[] = [
    question.text.trim() === '' ? ['text', 'text'] : undefined,
    Math.abs(tenths - Math.round(tenths)) < 1e-6 && tenths >= 1 && tenths <= 1000 ? undefined : ['points', 'points'],
    ofKind(question),
  ];
  return found.filter(each => each !== undefined);
}

/** What the API would refuse in each of some questions. */
export function faultsOfQuestions(questions: readonly Question[]): QuizFaults {
  const faults = new Map<string, QuizFault>();
  for (const question of questions) {
    for (const [field, fault] of faultsOfQuestion(question)) {
      const key = faultKey(question.id, field);
      if (!faults.has(key)) faults.set(key, fault);
    }
  }
  return faults;
}

const RANGES = {
  pass_percent: [0, 100],
  attempts: [1, 100],
  cooling_off_minutes: [0, 43_200],
  time_limit_minutes: [1, 1_440],
  grace_seconds: [0, 600],
} as const;

/** What the API would refuse in a quiz, before it is asked. */
export function faultsOfQuiz(written: QuizContent): QuizFaults {
  const quiz = sentQuiz(written);
  const faults = new Map<string, QuizFault>();
  const note = (key: string, fault: QuizFault) => !faults.has(key) && faults.set(key, fault);
  const { questions = [], draws = [], score_feedback = [], opens_at, closes_at } = quiz;
  for (const [field, [least, most]] of Object.entries(RANGES)) {
    const value = quiz[field as keyof typeof RANGES];
    if (value !== undefined && value !== null && !isWhole(value, least, most)) note(field, 'whole-number');
  }
  if (opens_at && closes_at && Date.parse(opens_at) >= Date.parse(closes_at)) note('closes_at', 'window');
  if (quiz.review_after_closing && !closes_at) note('review_after_closing', 'never-closes');
  if (score_feedback.some(each => !isPercent(each.from_percent))) note('score_feedback', 'percent');
  const tags = tagsOf(questions);
  const most = (draw: Draw) => (draw.bank_id ? (draw.taken?.count ?? MOST_QUESTIONS) : (tags.get(tagOf(draw)) ?? 0));
  if (draws.some(draw => !isWhole(draw.count, 1, most(draw)))) note('draws', 'draw-few');
  if (hasTwice(draws.map(draw => `${draw.bank_id ?? ''} ${tagOf(draw)}`))) note('draws', 'draw-twice');
  if (questions.length === 0 && !draws.some(draw => draw.bank_id)) note('questions', 'no-questions');
  if (questions.length > MOST_QUESTIONS) note('questions', 'too-many');
  for (const [key, fault] of faultsOfQuestions(questions)) note(key, fault);
  return faults;
}
