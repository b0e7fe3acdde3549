import { useId } from 'react';
import { useFormats } from 'shared/i18n/format';
import { CheckField, SelectField, TextField } from '../../../parts/fields';
import type { QuestionOf } from '../model/question';
import style from '../parts/quizzes.module.css';
import { Rows } from '../parts/rows';
import { useText } from '../text';
import type { QuestionFieldsProps } from './field';

type Gap = QuestionOf<'gaps'>['gaps'][number];

const MOST = 20;

/** What fits into each gap of the text. */
export function GapFields({ question, readOnly, errorOf, onChange }: QuestionFieldsProps<'gaps'>) {
  const text = useText();
  if (question.gaps.length === 0) return <p className={style.hint}>{text('quiz.gaps-none')}</p>;
  return question.gaps.map((gap, at) => (
    <GapField
      // Gaps are known by their numbers.
      key={at}
      gap={gap}
      at={at}
      readOnly={readOnly}
      error={errorOf(`gap-${at}`)}
      onChange={changed => onChange({ ...question, gaps: question.gaps.with(at, changed) })}
    />
  ));
}

interface GapFieldProps {
  gap: Gap;
  at: number;
  readOnly: boolean;
  error: string | undefined;
  onChange: (gap: Gap) => void;
}

function GapField({ gap, at, readOnly, error, onChange }: GapFieldProps) {
  const text = useText();
  const formats = useFormats();
  const name = useId();
  const choices = gap.choices ?? [];
  const isChosen = choices.length > 0;
  const number = formats.number(at + 1);

  function turn(how: string) {
    const words = isChosen ? choices.map(choice => choice.text) : (gap.accepted ?? []).map(each => each.pattern);
    if (how === 'choices') {
      const texts = words.length > 1 ? words : [...words, ''];
      onChange({ choices: texts.map((each, place) => ({ text: each, right: place === 0 })), accepted: [] });
    } else onChange({ choices: [], accepted: words.slice(0, 1).map(pattern => ({ pattern, percent: 100 })) });
  }

  return (
    <fieldset className={style.gap}>
      <legend>{text('quiz.gap-number', { number })}</legend>
      <SelectField
        label={text('quiz.gap-how')}
        value={isChosen ? 'choices' : 'accepted'}
        disabled={readOnly}
        options={[
          { value: 'accepted', label: text('quiz.gap-written') },
          { value: 'choices', label: text('quiz.gap-chosen') },
        ]}
        onChange={event => turn(event.target.value)}
      />
      {isChosen ? (
        <Rows
          legend={text('quiz.gap-choices', { number })}
          error={error}
          add={text('quiz.answer-add')}
          items={choices}
          most={MOST}
          readOnly={readOnly}
          blank={{ text: '', right: false }}
          isBlank={choice => choice.text === ''}
          onChange={changed => onChange({ ...gap, choices: changed })}
        >
          {(choice, place, change) => (
            <div className={style.choice}>
              <input
                type="radio"
                name={name}
                className={style.mark}
                checked={choice.right}
                disabled={readOnly}
                aria-label={text('quiz.answer-right', { number: formats.number(place + 1) })}
                onChange={() =>
                  onChange({ ...gap, choices: choices.map((each, other) => ({ ...each, right: other === place })) })
                }
              />
              <TextField
                label={text('quiz.answer-number', { number: formats.number(place + 1) })}
                hideLabel
                value={choice.text}
                maxLength={500}
                readOnly={readOnly}
                onChange={event => change({ ...choice, text: event.target.value })}
              />
            </div>
          )}
        </Rows>
      ) : (
        <>
          <Rows
            legend={text('quiz.gap-accepted', { number })}
            error={error}
            add={text('quiz.accepted-add')}
            items={gap.accepted ?? []}
            most={MOST}
            readOnly={readOnly}
            blank={{ pattern: '', percent: 100 }}
            isBlank={each => each.pattern === ''}
            onChange={accepted => onChange({ ...gap, accepted })}
          >
            {(each, place, change) => (
              <TextField
                label={text('quiz.pattern', { number: formats.number(place + 1) })}
                hideLabel
                placeholder={text('quiz.pattern-short')}
                value={each.pattern}
                maxLength={500}
                readOnly={readOnly}
                onChange={event => change({ ...each, pattern: event.target.value })}
              />
            )}
          </Rows>
          <CheckField
            label={text('quiz.case-sensitive')}
            checked={gap.case_sensitive ?? false}
            disabled={readOnly}
            onChange={event => onChange({ ...gap, case_sensitive: event.target.checked })}
          />
        </>
      )}
    </fieldset>
  );
}
