import type { QuizFault } from '../model/faults';
import type { QuestionKind, QuestionOf } from '../model/question';
import { useText } from '../text';

export interface QuestionFieldsProps<Kind extends QuestionKind> {
  question: QuestionOf<Kind>;
  /** A name for what is uploaded for it. */
  slot: string;
  readOnly: boolean;
  /** What is wrong in a field, in words. */
  errorOf: (field: string) => string | undefined;
  onChange: (question: QuestionOf<Kind>) => void;
}

/** What is wrong, in words. */
export function useQuizFaultText(): (fault: QuizFault | undefined) => string | undefined {
  const text = useText();
  return fault => fault && text(`quiz.fault.${fault}`);
}

/** What a field for numbers shows of a number that is being typed. */
export function shownNumber(value: number | null | undefined): number | '' {
  return value === undefined || value === null || Number.isNaN(value) ? '' : value;
}
