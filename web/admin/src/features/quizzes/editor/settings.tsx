import { useId } from 'react';
import { useFormats } from 'shared/i18n/format';
import { CheckField, SelectField, TextField } from '../../../parts/fields';
import type { QuizFaults } from '../model/faults';
import { type QuizContent, withDefaults } from '../model/quiz';
import style from '../parts/quizzes.module.css';
import { Rows } from '../parts/rows';
import { useText } from '../text';
import { shownNumber, useQuizFaultText } from './field';

export interface SettingsProps {
  content: QuizContent;
  readOnly: boolean;
  faults: QuizFaults;
  onChange: (content: QuizContent) => void;
}

/** A time as fields for it show it: by the clock of this device, without seconds. */
function localTime(time: string | null | undefined): string {
  if (!time) return '';
  const date = new Date(time);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function without<Key extends keyof QuizContent>(content: QuizContent, key: Key): QuizContent {
  const { [key]: _, ...rest } = content;
  return rest as QuizContent;
}

/** The rules of a quiz. */
export function Settings({ content, readOnly, faults, onChange }: SettingsProps) {
  const text = useText();
  const faultText = useQuizFaultText();
  const quiz = withDefaults(content);
  const set = (fields: Partial<QuizContent>) => onChange({ ...content, ...fields });

  function number(field: 'pass_percent' | 'cooling_off_minutes' | 'grace_seconds', most: number) {
    return (
      <TextField
        type="number"
        label={text(`quiz.rule.${field}`)}
        error={faultText(faults.get(field))}
        value={shownNumber(quiz[field])}
        min={0}
        max={most}
        step={1}
        readOnly={readOnly}
        onChange={event => set({ [field]: event.target.valueAsNumber })}
      />
    );
  }

  function limit(field: 'attempts' | 'time_limit_minutes', most: number) {
    return (
      <TextField
        type="number"
        label={text(`quiz.rule.${field}`)}
        hint={text('quiz.no-limit-hint')}
        error={faultText(faults.get(field))}
        value={shownNumber(content[field])}
        min={1}
        max={most}
        step={1}
        readOnly={readOnly}
        onChange={event =>
          event.target.value === '' && event.target.validity.valid
            ? onChange(without(content, field))
            : set({ [field]: event.target.valueAsNumber })
        }
      />
    );
  }

  function time(field: 'opens_at' | 'closes_at') {
    return (
      <TextField
        type="datetime-local"
        label={text(`quiz.rule.${field}`)}
        error={faultText(faults.get(field))}
        value={localTime(content[field])}
        readOnly={readOnly}
        onChange={event =>
          event.target.value === ''
            ? onChange(without(content, field))
            : set({ [field]: new Date(event.target.value).toISOString() })
        }
      />
    );
  }

  function check(field: 'shuffle_questions' | 'shuffle_answers' | 'one_at_a_time' | 'negative_marking') {
    return (
      <CheckField
        label={text(`quiz.rule.${field}`)}
        checked={quiz[field]}
        disabled={readOnly}
        onChange={event => set({ [field]: event.target.checked })}
      />
    );
  }

  return (
    <details className={style.settings}>
      <summary>{text('quiz.rules')}</summary>
      <div className={style.fields}>
        <div className={style.two}>
          {number('pass_percent', 100)}
          {limit('attempts', 100)}
          {limit('time_limit_minutes', 1440)}
          {number('grace_seconds', 600)}
          {number('cooling_off_minutes', 43_200)}
          <SelectField
            label={text('quiz.rule.scoring')}
            value={quiz.scoring}
            disabled={readOnly}
            options={(['highest', 'first', 'last', 'average'] as const).map(value => ({
              value,
              label: text(`quiz.scoring.${value}`),
            }))}
            onChange={event => set({ scoring: event.target.value as typeof quiz.scoring })}
          />
          {time('opens_at')}
          {time('closes_at')}
        </div>
        {check('one_at_a_time')}
        {check('shuffle_questions')}
        {check('shuffle_answers')}
        {check('negative_marking')}
        <SelectField
          label={text('quiz.rule.review')}
          value={quiz.review}
          disabled={readOnly}
          options={(['nothing', 'own_answers', 'right_answers'] as const).map(value => ({
            value,
            label: text(`quiz.review-policy.${value}`),
          }))}
          onChange={event => set({ review: event.target.value as typeof quiz.review })}
        />
        <AfterClosing content={content} readOnly={readOnly} faults={faults} onChange={onChange} />
        <ScoreFeedback content={content} readOnly={readOnly} faults={faults} onChange={onChange} />
      </div>
    </details>
  );
}

function AfterClosing({ content, readOnly, faults, onChange }: SettingsProps) {
  const text = useText();
  const faultText = useQuizFaultText();
  const id = useId();
  const error = faultText(faults.get('review_after_closing'));
  return (
    <div>
      <CheckField
        label={text('quiz.rule.review_after_closing')}
        checked={content.review_after_closing ?? false}
        disabled={readOnly}
        aria-invalid={error ? true : undefined}
        aria-errormessage={error ? id : undefined}
        onChange={event => onChange({ ...content, review_after_closing: event.target.checked })}
      />
      {error && (
        <p id={id} className={style.error} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

function ScoreFeedback({ content, readOnly, faults, onChange }: SettingsProps) {
  const text = useText();
  const formats = useFormats();
  const faultText = useQuizFaultText();
  return (
    <Rows
      legend={text('quiz.score-feedback')}
      hint={text('quiz.score-feedback-hint')}
      error={faultText(faults.get('score_feedback'))}
      add={text('quiz.score-feedback-add')}
      items={content.score_feedback ?? []}
      most={20}
      readOnly={readOnly}
      blank={{ from_percent: 0, text: '' }}
      isBlank={each => each.text === ''}
      onChange={score_feedback => onChange({ ...content, score_feedback })}
    >
      {(each, at, change) => (
        <div className={style.scored}>
          <TextField
            type="number"
            label={text('quiz.from-percent', { number: formats.number(at + 1) })}
            hideLabel
            title={text('quiz.from-percent-short')}
            value={shownNumber(each.from_percent)}
            min={0}
            max={100}
            step={1}
            readOnly={readOnly}
            onChange={event => change({ ...each, from_percent: event.target.valueAsNumber })}
          />
          <TextField
            label={text('quiz.said', { number: formats.number(at + 1) })}
            hideLabel
            value={each.text}
            maxLength={2000}
            readOnly={readOnly}
            onChange={event => change({ ...each, text: event.target.value })}
          />
        </div>
      )}
    </Rows>
  );
}
