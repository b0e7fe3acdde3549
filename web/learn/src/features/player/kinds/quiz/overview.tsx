import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Icon } from 'shared/parts/icon';
import { answerState } from 'shared/quiz/given';
import { useQuizText } from 'shared/quiz/text';
import { type Answers, numbersIn } from './attempt';
import style from './quiz.module.css';

interface OverviewProps {
  questions: readonly Schema<'ShownQuestion'>[];
  answers: Answers;
  flags: readonly string[];
  /** The one that is shown, where it is one at a time. */
  current: number | undefined;
  onShow: (at: number) => void;
}

/** All questions by their numbers: what is answered, what is flagged, and the way to each. */
export function Overview({ questions, answers, flags, current, onShow }: OverviewProps) {
  const text = useQuizText();
  const formats = useFormats();
  const total = questions.length;
  const answeredCount = numbersIn('answered', questions, answers).length;
  return (
    <details className={style.overview}>
      <summary>
        {text('quiz.overview', { answered: formats.number(answeredCount), total: formats.number(total) })}
      </summary>
      <ol className={style.numbers}>
        {questions.map((question, at) => {
          const state = answerState(question, answers[question.id]);
          const isFlagged = flags.includes(question.id);
          const words = [
            text('quiz.question', { number: formats.number(at + 1) }),
            text(`quiz.state.${state}`),
            ...(isFlagged ? [text('quiz.flagged')] : []),
          ];
          return (
            <li key={question.id}>
              <button
                type="button"
                className={style.numberButton}
                data-state={state}
                aria-current={at === current ? 'step' : undefined}
                aria-label={words.join(', ')}
                onClick={() => onShow(at)}
              >
                {formats.number(at + 1)}
                {state === 'answered' && <Icon name="check" size={14} />}
                {isFlagged && <Icon name="star" size={14} />}
              </button>
            </li>
          );
        })}
      </ol>
    </details>
  );
}
