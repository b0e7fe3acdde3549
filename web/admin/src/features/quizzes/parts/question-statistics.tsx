import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { plainText } from 'shared/quiz/rich';
import { htmlOf } from '../markdown';
import { useText } from '../text';
import style from './quizzes.module.css';

/** How often each answer was chosen: as a number, and as a bar that shows the same. */
export function ChosenTable({ question }: { question: Schema<'QuestionStatistics'> }) {
  const text = useText();
  const formats = useFormats();
  const { answers } = question;
  const most = Math.max(1, question.answered);
  return (
    <table className={style.chosen}>
      <caption className="visually-hidden">{text('quiz.chosen')}</caption>
      <thead>
        <tr>
          <th scope="col">{text('quiz.chosen-answer')}</th>
          <th scope="col">{text('quiz.chosen-count')}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {answers.map(answer => (
          <tr key={answer.text ?? ''}>
            <th scope="row">
              {answer.text === undefined ? text('quiz.other-answers') : plainText(htmlOf(answer.text))}
              {answer.right && ` (${text('quiz.is-right')})`}
            </th>
            <td>{formats.number(answer.count)}</td>
            <td>
              <div className={style.track} aria-hidden="true">
                <span
                  className={style.bar}
                  data-right={answer.right || undefined}
                  style={{ inlineSize: `${Math.min(100, (answer.count / most) * 100)}%` }}
                />
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
