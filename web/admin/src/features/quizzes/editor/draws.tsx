import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Note, ProblemNote } from 'shared/parts/problem-note';
import { SelectField, TextField } from '../../../parts/fields';
import { allBanksQuery } from '../../question-banks/queries';
import { type Bank, type Draw, isDraw, tagOf, tagsIn, withNewest } from '../model/draws';
import { askedCount, tagsOf, withDefaults } from '../model/quiz';
import style from '../parts/quizzes.module.css';
import { Rows } from '../parts/rows';
import { useText } from '../text';
import { shownNumber, useQuizFaultText } from './field';
import type { SettingsProps } from './settings';

const NONE: ReadonlyMap<string, number> = new Map();

/** Of the questions with a tag, or of a bank, so many are asked. */
export function Draws({ content, readOnly, faults, onChange }: SettingsProps) {
  const text = useText();
  const formats = useFormats();
  const faultText = useQuizFaultText();
  const { questions, draws } = withDefaults(content);
  const tags = tagsOf(questions);
  const count = askedCount(content);
  const banks = useQuery({ ...allBanksQuery, enabled: draws.length > 0 });
  return (
    <>
      <Rows
        legend={text('quiz.draws')}
        hint={text('quiz.draws-hint', { count, shown: formats.number(count) })}
        error={faultText(faults.get('draws'))}
        add={text('quiz.draw-add')}
        items={draws}
        most={20}
        readOnly={readOnly}
        blank={{ tag: [...tags.keys()].find(tag => !draws.some(draw => draw.tag === tag)) ?? '', count: 1 }}
        isBlank={draw => !isDraw(draw)}
        onChange={changed => onChange({ ...content, draws: changed })}
      >
        {(draw, at, change) => (
          <DrawFields
            draw={draw}
            at={at}
            tags={tags}
            banks={banks.data}
            readOnly={readOnly}
            onChange={change}
            onDoubt={() => void banks.refetch()}
          />
        )}
      </Rows>
      {banks.error && <ProblemNote error={banks.error} />}
    </>
  );
}

interface DrawFieldsProps {
  draw: Draw;
  at: number;
  /** Of the quiz's own questions. */
  tags: ReadonlyMap<string, number>;
  /** All there are, once that is known. */
  banks: readonly Bank[] | undefined;
  readOnly: boolean;
  onChange: (draw: Draw) => void;
  /** What is known of the banks may be older than the quiz. */
  onDoubt: () => void;
}

function DrawFields({ draw, at, tags, banks, readOnly, onChange, onDoubt }: DrawFieldsProps) {
  const text = useText();
  const formats = useFormats();
  const fields = useRef<HTMLDivElement>(null);
  const number = formats.number(at + 1);
  const bank = banks?.find(each => each.bank_id === draw.bank_id);
  const isGone = Boolean(draw.bank_id) && banks !== undefined && !bank;
  const isChanged = bank !== undefined && draw.taken?.digest !== bank.digest;
  const counted = (tag: string, count: number) => text('quiz.tag-of', { tag, count, shown: formats.number(count) });

  useEffect(() => {
    if (isChanged) onDoubt();
  }, [isChanged]);

  const change = (changed: Draw) => onChange(withNewest(changed, bank));

  function drawFrom(bankId: string) {
    const { count } = draw;
    const source = banks?.find(each => each.bank_id === bankId);
    onChange(source ? withNewest({ bank_id: bankId, count }, source) : { tag: [...tags.keys()][0] ?? '', count });
  }

  function takeNewest() {
    change(draw);
    // The button is gone with it.
    fields.current?.querySelector('input')?.focus();
  }

  const sources = [
    { value: '', label: text('quiz.draw-own') },
    ...(banks ?? []).map(each => ({ value: each.bank_id, label: counted(each.title, each.question_count) })),
  ];
  if (draw.bank_id && !bank) {
    sources.push({ value: draw.bank_id, label: text(isGone ? 'quiz.bank-gone' : 'loading') });
  }

  const chosen = tagOf(draw);
  const named = (tag: string) => tag || (draw.bank_id ? text('quiz.all-questions') : '–');
  const there = bank ? tagsIn(bank) : draw.bank_id ? NONE : tags;
  const choices = [...there].map(([tag, count]) => ({ value: tag, label: counted(named(tag), count) }));
  if (!there.has(chosen)) choices.unshift({ value: chosen, label: named(chosen) });

  return (
    <div ref={fields} className={style.drawn}>
      <div className={style.draw}>
        <SelectField
          label={text('quiz.draw-from', { number })}
          hideLabel
          value={draw.bank_id ?? ''}
          disabled={readOnly}
          options={sources}
          onChange={event => drawFrom(event.target.value)}
        />
        <SelectField
          label={text('quiz.draw-tag', { number })}
          hideLabel
          value={chosen}
          disabled={readOnly}
          options={choices}
          onChange={event => change(withTag(draw, event.target.value))}
        />
        <TextField
          type="number"
          label={text('quiz.draw-count', { number })}
          hideLabel
          value={shownNumber(draw.count)}
          min={1}
          max={200}
          step={1}
          readOnly={readOnly}
          onChange={event => change({ ...draw, count: event.target.valueAsNumber })}
        />
      </div>
      {isChanged && (
        <>
          <Note kind="info">{text('quiz.bank-changed')}</Note>
          {!readOnly && (
            <div>
              <Button onClick={takeNewest}>{text('quiz.bank-newest')}</Button>
            </div>
          )}
        </>
      )}
      {isGone && <Note kind="info">{text('quiz.bank-gone-text')}</Note>}
    </div>
  );
}

function withTag({ tag: _, ...draw }: Draw, tag: string): Draw {
  return tag ? { ...draw, tag } : draw;
}
