import { type ComponentType, useRef } from 'react';
import { Button } from 'shared/parts/button';
import { TextArea, TextField } from '../../../parts/fields';
import { type QuestionKind, withGapAt, withGapsOf } from '../model/question';
import style from '../parts/quizzes.module.css';
import { useText } from '../text';
import { ChoiceFields, TrueFalseFields } from './choice-fields';
import { type QuestionFieldsProps, shownNumber } from './field';
import { GapFields } from './gap-fields';
import { HotspotFields } from './hotspot-fields';
import { MatchingFields, OrderingFields } from './list-fields';
import { NumericFields, TextFields } from './written-fields';

/** What is written of each kind of question besides what all have. */
const FIELDS: { readonly [Kind in QuestionKind]: ComponentType<QuestionFieldsProps<Kind>> } = {
  single: ChoiceFields,
  multiple: ChoiceFields,
  true_false: TrueFalseFields,
  numeric: NumericFields,
  text: TextFields,
  ordering: OrderingFields,
  matching: MatchingFields,
  gaps: GapFields,
  hotspot: HotspotFields,
};

export function QuestionFields(props: QuestionFieldsProps<QuestionKind>) {
  const { question, readOnly, errorOf, onChange } = props;
  const text = useText();
  const words = useRef<HTMLDivElement>(null);
  const Fields = FIELDS[question.kind] as ComponentType<QuestionFieldsProps<QuestionKind>>;

  function write(written: string) {
    onChange(question.kind === 'gaps' ? withGapsOf(question, written) : { ...question, text: written });
  }

  function addGap() {
    const area = words.current?.querySelector('textarea');
    if (area) write(withGapAt(question.text, area.selectionStart, area.selectionEnd));
    area?.focus();
  }

  return (
    <div className={style.fields}>
      <div ref={words}>
        <TextArea
          label={text('quiz.question-text')}
          hint={text(question.kind === 'gaps' ? 'quiz.gaps-hint' : 'quiz.markdown')}
          error={errorOf('text')}
          value={question.text}
          maxLength={10_000}
          rows={3}
          readOnly={readOnly}
          onChange={event => write(event.target.value)}
        />
      </div>
      {question.kind === 'gaps' && !readOnly && (
        <div>
          <Button onClick={addGap}>{text('quiz.gap-add')}</Button>
        </div>
      )}
      <Fields {...props} />
      <div className={style.two}>
        <TextField
          type="number"
          label={text('quiz.points-field')}
          error={errorOf('points')}
          value={shownNumber(question.points ?? 1)}
          min={0.1}
          max={100}
          step={0.1}
          readOnly={readOnly}
          onChange={event => onChange({ ...question, points: event.target.valueAsNumber })}
        />
        <TextField
          label={text('quiz.tags')}
          hint={text('quiz.tags-hint')}
          value={(question.tags ?? []).join(',')}
          readOnly={readOnly}
          onChange={event =>
            onChange({ ...question, tags: event.target.value === '' ? [] : event.target.value.split(',') })
          }
        />
      </div>
      <TextField
        label={text('quiz.feedback')}
        hint={text('quiz.feedback-hint')}
        value={question.feedback ?? ''}
        maxLength={2000}
        readOnly={readOnly}
        onChange={event => onChange({ ...question, feedback: event.target.value })}
      />
    </div>
  );
}
