import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Dialog } from 'shared/parts/dialog';
import { ProblemNote } from 'shared/parts/problem-note';
import { useQuizText } from 'shared/quiz/text';
import { type Answers, numbersIn, numbersOf } from './attempt';
import style from './quiz.module.css';

interface HandInProps {
  open: boolean;
  questions: readonly Schema<'ShownQuestion'>[];
  answers: Answers;
  flags: readonly string[];
  busy: boolean;
  error: unknown;
  onShow: (at: number) => void;
  onClose: () => void;
  onHandIn: () => void;
}

/** Asks before an attempt is handed in, and says what is missing, with the way there. */
export function HandIn(props: HandInProps) {
  const { open, questions, answers, flags, busy, error, onShow, onClose, onHandIn } = props;
  const text = useQuizText();
  const formats = useFormats();
  const missing = numbersIn('not-answered', questions, answers);
  const incomplete = numbersIn('partly-answered', questions, answers);
  const flagged = numbersOf(questions, question => flags.includes(question.id));

  function list(id: 'quiz.missing' | 'quiz.incomplete' | 'quiz.still-flagged', numbers: readonly number[]) {
    const count = numbers.length;
    if (count === 0) return null;
    return (
      <>
        <p>{text(id, { count, shown: formats.number(count) })}</p>
        <ul className={style.numbers}>
          {numbers.map(number => (
            <li key={number}>
              <button
                type="button"
                className={style.numberButton}
                aria-label={text('quiz.go-to', { number: formats.number(number) })}
                onClick={() => onShow(number - 1)}
              >
                {formats.number(number)}
              </button>
            </li>
          ))}
        </ul>
      </>
    );
  }

  return (
    <Dialog title={text('quiz.submit-title')} open={open} onClose={onClose}>
      {missing.length + incomplete.length === 0 && <p>{text('quiz.all-answered')}</p>}
      {list('quiz.missing', missing)}
      {list('quiz.incomplete', incomplete)}
      {list('quiz.still-flagged', flagged)}
      <p className={style.soft}>{text('quiz.submit-final')}</p>
      {error !== undefined && <ProblemNote error={error} />}
      <div className={style.turns}>
        <Button onClick={onClose}>{text('quiz.go-on')}</Button>
        <Button look="main" busy={busy} onClick={onHandIn}>
          {text('quiz.submit-now')}
        </Button>
      </div>
    </Dialog>
  );
}
