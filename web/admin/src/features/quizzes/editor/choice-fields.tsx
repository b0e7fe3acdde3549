import { useId } from 'react';
import { useFormats } from 'shared/i18n/format';
import { CheckField, TextField } from '../../../parts/fields';
import type { QuestionOf } from '../model/question';
import style from '../parts/quizzes.module.css';
import { Rows } from '../parts/rows';
import { useText } from '../text';
import type { QuestionFieldsProps } from './field';

const MOST = 20;
const BLANK: QuestionOf<'single'>['answers'][number] = { text: '', right: false };

/** Answers to choose from. Where one is right, to mark another unmarks it. */
export function ChoiceFields(props: QuestionFieldsProps<'single'> | QuestionFieldsProps<'multiple'>) {
  const { question, readOnly, errorOf } = props;
  // Both kinds have the same fields, which the type cannot say.
  const onChange = props.onChange as (changed: typeof question) => void;
  const text = useText();
  const formats = useFormats();
  const name = useId();
  const isOne = question.kind === 'single';

  function mark(at: number, right: boolean) {
    const answers = question.answers.map((answer, other) => {
      if (other === at) return { ...answer, right };
      return isOne ? { ...answer, right: false } : answer;
    });
    onChange({ ...question, answers });
  }

  return (
    <Rows
      legend={text('quiz.answers')}
      hint={text(isOne ? 'quiz.answers-one' : 'quiz.answers-several')}
      error={errorOf('answers')}
      add={text('quiz.answer-add')}
      items={question.answers}
      most={MOST}
      readOnly={readOnly}
      blank={BLANK}
      isBlank={answer => answer.text === '' && !answer.feedback}
      onChange={answers => onChange({ ...question, answers })}
    >
      {(answer, at, change) => (
        <div className={style.answer}>
          <input
            type={isOne ? 'radio' : 'checkbox'}
            name={name}
            className={style.mark}
            checked={answer.right}
            disabled={readOnly}
            aria-label={text('quiz.answer-right', { number: formats.number(at + 1) })}
            onChange={event => mark(at, isOne || event.target.checked)}
          />
          <TextField
            label={text('quiz.answer-number', { number: formats.number(at + 1) })}
            hideLabel
            placeholder={text('quiz.answer-number', { number: formats.number(at + 1) })}
            value={answer.text}
            maxLength={2000}
            readOnly={readOnly}
            onChange={event => change({ ...answer, text: event.target.value })}
          />
          <TextField
            label={text('quiz.answer-feedback', { number: formats.number(at + 1) })}
            hideLabel
            placeholder={text('quiz.feedback-short')}
            value={answer.feedback ?? ''}
            maxLength={2000}
            readOnly={readOnly}
            onChange={event => change({ ...answer, feedback: event.target.value })}
          />
        </div>
      )}
    </Rows>
  );
}

export function TrueFalseFields({ question, readOnly, onChange }: QuestionFieldsProps<'true_false'>) {
  const text = useText();
  return (
    <>
      <CheckField
        label={text('quiz.statement-true')}
        checked={question.right}
        disabled={readOnly}
        onChange={event => onChange({ ...question, right: event.target.checked })}
      />
      {(['feedback_true', 'feedback_false'] as const).map(field => (
        <TextField
          key={field}
          label={text(`quiz.true-false.${field}`)}
          value={question[field] ?? ''}
          maxLength={2000}
          readOnly={readOnly}
          onChange={event => onChange({ ...question, [field]: event.target.value })}
        />
      ))}
    </>
  );
}
