import type { Given, GivenOf, QuestionKind, Shown } from '../given';
import type { Judged } from '../judged';

export interface InputProps<Kind extends QuestionKind> {
  question: Shown;
  given: GivenOf<Kind> | undefined;
  /** What would have been right, once that may be told. */
  right: GivenOf<Kind> | undefined;
  /** What came of its pairs, items or gaps, once that may be told. */
  judged: Judged | undefined;
  /** The id of the element that holds the question's words. */
  labelledBy: string;
  readOnly: boolean;
  /** Whether who reads it has answered it. */
  isOwn: boolean;
  onGive: (given: Given) => void;
}
