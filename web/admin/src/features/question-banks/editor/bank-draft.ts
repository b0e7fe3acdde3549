import { faultsOfQuestions, type QuizFaults } from '../../quizzes/model/faults';
import type { Question } from '../../quizzes/model/question';
import { sentQuestion } from '../../quizzes/model/quiz';

export interface BankDraft {
  title: string;
  questions: readonly Question[];
}

/** What the API would refuse in the questions of a bank. */
export function faultsOfBank({ questions }: BankDraft): QuizFaults {
  return questions.length === 0 ? new Map([['questions', 'no-questions']]) : faultsOfQuestions(questions);
}

/** As the API takes what was changed. */
export function sentBank({ title, questions }: Partial<BankDraft>) {
  return {
    ...(title !== undefined && { title: title.trim() }),
    ...(questions && { questions: questions.map(sentQuestion) }),
  };
}
