import { useFormats } from 'shared/i18n/format';
import { TextField } from '../../../parts/fields';
import { LineList } from '../../courses/editor/details/line-list';
import style from '../parts/quizzes.module.css';
import { Rows } from '../parts/rows';
import { useText } from '../text';
import type { QuestionFieldsProps } from './field';

const MOST = 20;
const LONGEST = 2000;

export function OrderingFields({ question, readOnly, errorOf, onChange }: QuestionFieldsProps<'ordering'>) {
  const text = useText();
  return (
    <LineList
      label={text('quiz.items')}
      hint={text('quiz.items-hint')}
      add={text('quiz.item-add')}
      lines={question.items.map(item => ({ text: item }))}
      most={MOST}
      longest={LONGEST}
      error={errorOf('items')}
      readOnly={readOnly}
      onChange={lines => onChange({ ...question, items: lines.map(line => line.text) })}
    />
  );
}

export function MatchingFields({ question, readOnly, errorOf, onChange }: QuestionFieldsProps<'matching'>) {
  const text = useText();
  const formats = useFormats();
  return (
    <>
      <Rows
        legend={text('quiz.pairs')}
        error={errorOf('pairs')}
        add={text('quiz.pair-add')}
        items={question.pairs}
        most={MOST}
        readOnly={readOnly}
        blank={{ prompt: '', answer: '' }}
        isBlank={pair => pair.prompt === '' && pair.answer === ''}
        onChange={pairs => onChange({ ...question, pairs })}
      >
        {(pair, at, change) => (
          <div className={style.two}>
            {(['prompt', 'answer'] as const).map(field => (
              <TextField
                key={field}
                label={text(`quiz.pair.${field}`, { number: formats.number(at + 1) })}
                hideLabel
                placeholder={text(`quiz.pair.${field}`, { number: formats.number(at + 1) })}
                value={pair[field]}
                maxLength={LONGEST}
                readOnly={readOnly}
                onChange={event => change({ ...pair, [field]: event.target.value })}
              />
            ))}
          </div>
        )}
      </Rows>
      <LineList
        label={text('quiz.distractors')}
        hint={text('quiz.distractors-hint')}
        add={text('quiz.answer-add')}
        lines={(question.distractors ?? []).map(other => ({ text: other }))}
        most={MOST}
        longest={LONGEST}
        error={errorOf('distractors')}
        readOnly={readOnly}
        onChange={lines => onChange({ ...question, distractors: lines.map(line => line.text) })}
      />
    </>
  );
}
