import { useId } from 'react';
import style from '../quiz.module.css';
import { useQuizText } from '../text';
import type { InputProps } from './input';

const LONGEST = 500;

function RightAnswer({ words }: { words: string | undefined }) {
  const text = useQuizText();
  if (words === undefined) return null;
  return (
    <p className={style.rightAnswer}>
      {text('quiz.right-answer')} <strong>{words}</strong>
    </p>
  );
}

export function Numeric({ question, given, right, labelledBy, readOnly, onGive }: InputProps<'numeric'>) {
  const text = useQuizText();
  const id = useId();
  const units = question.units ?? [];
  const { value = '', unit } = given ?? {};
  const rightWords = right && [right.value, right.unit].filter(Boolean).join(' ');
  return (
    <>
      <div className={style.written}>
        <div className={style.field}>
          <label htmlFor={id}>{text('quiz.number')}</label>
          <input
            id={id}
            className={style.number}
            inputMode="decimal"
            autoComplete="off"
            maxLength={LONGEST}
            value={value}
            readOnly={readOnly}
            aria-describedby={labelledBy}
            onChange={event => onGive({ kind: 'numeric', value: event.currentTarget.value, ...(unit && { unit }) })}
          />
        </div>
        {units.length > 0 && (
          <div className={style.field}>
            <label htmlFor={`${id}-unit`}>{text('quiz.unit')}</label>
            <select
              id={`${id}-unit`}
              value={unit ?? ''}
              disabled={readOnly}
              onChange={event => {
                const chosen = event.currentTarget.value;
                onGive({ kind: 'numeric', value, ...(chosen && { unit: chosen }) });
              }}
            >
              <option value="">{text('quiz.no-unit')}</option>
              {units.map(name => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </div>
        )}
      </div>
      <RightAnswer words={rightWords} />
    </>
  );
}

export function ShortText({ given, right, labelledBy, readOnly, onGive }: InputProps<'text'>) {
  const text = useQuizText();
  const id = useId();
  return (
    <>
      <div className={style.field}>
        <label htmlFor={id}>{text('quiz.answer')}</label>
        <input
          id={id}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={LONGEST}
          value={given?.text ?? ''}
          readOnly={readOnly}
          aria-describedby={labelledBy}
          onChange={event => onGive({ kind: 'text', text: event.currentTarget.value })}
        />
      </div>
      <RightAnswer words={right?.text} />
    </>
  );
}
