import { useId } from 'react';
import { withEntry } from '../given';
import style from '../quiz.module.css';
import { plainText, Rich } from '../rich';
import { useQuizText } from '../text';
import { VerdictTag } from '../verdict-tag';
import type { InputProps } from './input';

/** To each prompt one of the answers: a list for each, which every device and reader knows how to use. */
export function Matching({ question, given, right, judged, labelledBy, readOnly, onGive }: InputProps<'matching'>) {
  const text = useQuizText();
  const id = useId();
  const answers = (question.answers ?? []).map(answer => ({ id: answer.id, words: plainText(answer.html) }));
  const pairs = given?.pairs ?? {};
  const wordsOf = (answerId: string | undefined) => answers.find(answer => answer.id === answerId)?.words;
  return (
    <fieldset aria-labelledby={labelledBy} className={style.pairs}>
      {(question.prompts ?? []).map(prompt => {
        const rightWords = wordsOf(right?.pairs[prompt.id]);
        return (
          <div key={prompt.id} className={style.pair}>
            <Rich html={prompt.html} id={`${id}-${prompt.id}`} />
            <div className={style.field}>
              <select
                aria-labelledby={`${id}-${prompt.id}`}
                value={pairs[prompt.id] ?? ''}
                disabled={readOnly}
                onChange={event =>
                  onGive({ kind: 'matching', pairs: withEntry(pairs, prompt.id, event.currentTarget.value) })
                }
              >
                <option value="">{text('quiz.choose')}</option>
                {answers.map(answer => (
                  <option key={answer.id} value={answer.id}>
                    {answer.words}
                  </option>
                ))}
              </select>
              <VerdictTag verdict={judged?.get(prompt.id)} />
              {rightWords !== undefined && (
                <p className={style.rightAnswer}>
                  {text('quiz.right-answer')} <strong>{rightWords}</strong>
                </p>
              )}
            </div>
          </div>
        );
      })}
    </fieldset>
  );
}
