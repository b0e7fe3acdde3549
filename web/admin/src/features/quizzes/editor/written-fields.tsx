import { useFormats } from 'shared/i18n/format';
import { CheckField, TextField } from '../../../parts/fields';
import style from '../parts/quizzes.module.css';
import { Rows } from '../parts/rows';
import { useText } from '../text';
import { type QuestionFieldsProps, shownNumber } from './field';

interface PercentProps {
  value: number | undefined;
  at: number;
  readOnly: boolean;
  onChange: (percent: number) => void;
}

/** How much of the points an accepted answer earns. */
function Percent({ value, at, readOnly, onChange }: PercentProps) {
  const text = useText();
  const formats = useFormats();
  return (
    <TextField
      type="number"
      label={text('quiz.percent', { number: formats.number(at + 1) })}
      hideLabel
      title={text('quiz.percent-short')}
      value={shownNumber(value ?? 100)}
      min={0}
      max={100}
      step={1}
      readOnly={readOnly}
      onChange={event => onChange(event.target.valueAsNumber)}
    />
  );
}

export function NumericFields({ question, readOnly, errorOf, onChange }: QuestionFieldsProps<'numeric'>) {
  const text = useText();
  const formats = useFormats();
  const numbered = (at: number) => ({ number: formats.number(at + 1) });
  return (
    <>
      <Rows
        legend={text('quiz.accepted-numbers')}
        hint={text('quiz.accepted-numbers-hint')}
        error={errorOf('accepted')}
        add={text('quiz.accepted-add')}
        items={question.accepted}
        most={20}
        readOnly={readOnly}
        blank={{ value: '', tolerance: '0', percent: 100 }}
        isBlank={each => each.value === ''}
        onChange={accepted => onChange({ ...question, accepted })}
      >
        {(each, at, change) => (
          <div className={style.accepted}>
            <TextField
              label={text('quiz.value', numbered(at))}
              hideLabel
              placeholder={text('quiz.value-short')}
              inputMode="decimal"
              value={each.value}
              readOnly={readOnly}
              onChange={event => change({ ...each, value: event.target.value })}
            />
            <TextField
              label={text('quiz.tolerance', numbered(at))}
              hideLabel
              title={text('quiz.tolerance-short')}
              inputMode="decimal"
              value={each.tolerance ?? '0'}
              readOnly={readOnly}
              onChange={event => change({ ...each, tolerance: event.target.value })}
            />
            <Percent
              value={each.percent}
              at={at}
              readOnly={readOnly}
              onChange={percent => change({ ...each, percent })}
            />
            <TextField
              label={text('quiz.answer-feedback', numbered(at))}
              hideLabel
              placeholder={text('quiz.feedback-short')}
              value={each.feedback ?? ''}
              maxLength={2000}
              readOnly={readOnly}
              onChange={event => change({ ...each, feedback: event.target.value })}
            />
          </div>
        )}
      </Rows>
      <Rows
        legend={text('quiz.units')}
        hint={text('quiz.units-hint')}
        error={errorOf('units')}
        add={text('quiz.unit-add')}
        items={question.units ?? []}
        most={20}
        readOnly={readOnly}
        blank={{ name: '', factor: '1' }}
        isBlank={unit => unit.name === ''}
        onChange={units => onChange({ ...question, units })}
      >
        {(unit, at, change) => (
          <div className={style.two}>
            <TextField
              label={text('quiz.unit-name', numbered(at))}
              hideLabel
              placeholder="kg"
              value={unit.name}
              maxLength={20}
              readOnly={readOnly}
              onChange={event => change({ ...unit, name: event.target.value })}
            />
            <TextField
              label={text('quiz.factor', numbered(at))}
              hideLabel
              title={text('quiz.factor-short')}
              inputMode="decimal"
              value={unit.factor}
              readOnly={readOnly}
              onChange={event => change({ ...unit, factor: event.target.value })}
            />
          </div>
        )}
      </Rows>
      <CheckField
        label={text('quiz.unit-required')}
        checked={question.unit_required ?? false}
        disabled={readOnly}
        onChange={event => onChange({ ...question, unit_required: event.target.checked })}
      />
    </>
  );
}

export function TextFields({ question, readOnly, errorOf, onChange }: QuestionFieldsProps<'text'>) {
  const text = useText();
  const formats = useFormats();
  const numbered = (at: number) => ({ number: formats.number(at + 1) });
  return (
    <>
      <Rows
        legend={text('quiz.accepted-texts')}
        hint={text('quiz.accepted-texts-hint')}
        error={errorOf('accepted')}
        add={text('quiz.accepted-add')}
        items={question.accepted}
        most={50}
        readOnly={readOnly}
        blank={{ pattern: '', percent: 100 }}
        isBlank={each => each.pattern === ''}
        onChange={accepted => onChange({ ...question, accepted })}
      >
        {(each, at, change) => (
          <div className={style.pattern}>
            <TextField
              label={text('quiz.pattern', numbered(at))}
              hideLabel
              placeholder={text('quiz.pattern-short')}
              value={each.pattern}
              maxLength={500}
              readOnly={readOnly}
              onChange={event => change({ ...each, pattern: event.target.value })}
            />
            <Percent
              value={each.percent}
              at={at}
              readOnly={readOnly}
              onChange={percent => change({ ...each, percent })}
            />
            <TextField
              label={text('quiz.answer-feedback', numbered(at))}
              hideLabel
              placeholder={text('quiz.feedback-short')}
              value={each.feedback ?? ''}
              maxLength={2000}
              readOnly={readOnly}
              onChange={event => change({ ...each, feedback: event.target.value })}
            />
          </div>
        )}
      </Rows>
      <CheckField
        label={text('quiz.case-sensitive')}
        checked={question.case_sensitive ?? false}
        disabled={readOnly}
        onChange={event => onChange({ ...question, case_sensitive: event.target.checked })}
      />
    </>
  );
}
