import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Icon } from 'shared/parts/icon';
import { Badge } from '../../../parts/badge';
import { SelectField } from '../../../parts/fields';
import { PanelIcon } from '../../../parts/panel-icon';
import { faultKey, type QuizFaults } from '../model/faults';
import {
  copyOf,
  MOST_QUESTIONS,
  newQuestion,
  QUESTION_KINDS,
  type Question,
  type QuestionKind,
} from '../model/question';
import style from '../parts/quizzes.module.css';
import { useText } from '../text';
import { useQuizFaultText } from './field';
import { QuestionFields } from './question-fields';

interface QuestionListProps {
  questions: readonly Question[];
  slot: string;
  readOnly: boolean;
  faults: QuizFaults;
  onChange: (questions: Question[]) => void;
}

const SHORT = 90;

/** The questions by their first words; the one that is open is written. Keys on a question's line do what the buttons do. */
export function QuestionList({ questions, slot, readOnly, faults, onChange }: QuestionListProps) {
  const text = useText();
  const formats = useFormats();
  const faultText = useQuizFaultText();
  const id = useId();
  const list = useRef<HTMLOListElement>(null);
  const [open, setOpen] = useState<string>();
  const [kind, setKind] = useState<QuestionKind>('single');
  const [said, setSaid] = useState('');
  const isFull = questions.length >= MOST_QUESTIONS;

  function focusNow(at: number, on: 'line' | 'text' = 'line') {
    const item = list.current?.children[at];
    item?.querySelector<HTMLElement>(on === 'text' ? 'textarea' : '[data-line]')?.focus();
  }

  /** Once the changed list is there. */
  function focus(at: number, on?: 'line' | 'text') {
    requestAnimationFrame(() => focusNow(at, on));
  }

  function add(after: number, question: Question) {
    if (isFull) return;
    onChange(questions.toSpliced(after + 1, 0, question));
    setOpen(question.id);
    focus(after + 1, 'text');
  }

  function duplicate(at: number) {
    const question = questions[at];
    if (!question || isFull) return;
    onChange(questions.toSpliced(at + 1, 0, copyOf(question)));
    setSaid(text('quiz.duplicated', { number: formats.number(at + 2) }));
    focus(at + 1);
  }

  function remove(at: number) {
    onChange(questions.toSpliced(at, 1));
    setSaid(text('quiz.deleted', { number: formats.number(at + 1) }));
    if (questions.length > 1) focus(Math.min(at, questions.length - 2));
    else requestAnimationFrame(() => document.getElementById(`${id}-add`)?.focus());
  }

  function move(at: number, to: number) {
    const question = questions[at];
    if (!question || to < 0 || to >= questions.length) return;
    onChange(questions.toSpliced(at, 1).toSpliced(to, 0, question));
    setSaid(text('quiz.question-moved', { number: formats.number(to + 1), total: formats.number(questions.length) }));
    focus(to);
  }

  function press(event: KeyboardEvent, at: number) {
    const { key, altKey, ctrlKey, metaKey } = event;
    if (ctrlKey || metaKey) return;
    if (key === 'ArrowUp' || key === 'ArrowDown') {
      const to = key === 'ArrowUp' ? at - 1 : at + 1;
      if (altKey && !readOnly) move(at, to);
      // At once: the next key is meant for that line.
      else focusNow(Math.max(0, Math.min(to, questions.length - 1)));
    } else if (altKey || readOnly) return;
    else if (key === 'Insert' || key === 'n') add(at, newQuestion(kind));
    else if (key === 'd') duplicate(at);
    else if (key === 'Delete') remove(at);
    else return;
    event.preventDefault();
  }

  return (
    <section className={style.questions} aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>
        {text('quiz.questions', { count: questions.length, shown: formats.number(questions.length) })}
      </h3>
      {questions.length > 0 && !readOnly && (
        <p id={`${id}-keys`} className={style.hint}>
          {text('quiz.keys')}
        </p>
      )}
      <ol ref={list} className={style.list}>
        {questions.map((question, at) => {
          const isOpen = open === question.id;
          const faulty = [...faults.keys()].some(key => key.startsWith(`${question.id}:`));
          const number = formats.number(at + 1);
          return (
            <li key={question.id} className={style.item} data-open={isOpen || undefined}>
              <button
                type="button"
                data-line
                data-invalid={faulty || undefined}
                className={style.line}
                aria-expanded={isOpen}
                aria-describedby={readOnly ? undefined : `${id}-keys`}
                onClick={() => setOpen(isOpen ? undefined : question.id)}
                onKeyDown={event => press(event, at)}
              >
                <Icon name="next" size={16} />
                <span className={style.lineNumber}>{number}</span>
                <span className={style.lineText}>
                  {question.text.trim().slice(0, SHORT) || text('quiz.untitled')}
                  <span className={style.soft}>
                    {text(`quiz.kind.${question.kind}`)} ·{' '}
                    {text('quiz.points', { count: question.points ?? 1, shown: formats.number(question.points ?? 1) })}
                  </span>
                </span>
                {faulty && <Badge tone="bad">{text('course.faulty')}</Badge>}
              </button>
              {isOpen && (
                <div className={style.opened}>
                  <QuestionFields
                    question={question}
                    slot={`${slot}/${question.id}`}
                    readOnly={readOnly}
                    errorOf={field => faultText(faults.get(faultKey(question.id, field)))}
                    onChange={changed => onChange(questions.with(at, changed))}
                  />
                  {!readOnly && (
                    <div className={style.buttons}>
                      <Button aria-disabled={at === 0 || undefined} onClick={() => move(at, at - 1)}>
                        {text('quiz.question-up')}
                      </Button>
                      <Button aria-disabled={at === questions.length - 1 || undefined} onClick={() => move(at, at + 1)}>
                        {text('quiz.question-down')}
                      </Button>
                      <Button icon={<PanelIcon name="copy" size={16} />} onClick={() => duplicate(at)}>
                        {text('quiz.duplicate')}
                      </Button>
                      <Button look="danger" onClick={() => remove(at)}>
                        {text('quiz.delete')}
                      </Button>
                    </div>
                  )}
                </div>
              )}
            </li>
          );
        })}
      </ol>
      {!readOnly && (
        <div className={style.adding}>
          <SelectField
            id={`${id}-kind`}
            label={text('quiz.kind')}
            value={kind}
            options={QUESTION_KINDS.map(value => ({ value, label: text(`quiz.kind.${value}`) }))}
            onChange={event => setKind(event.target.value as QuestionKind)}
          />
          <Button
            id={`${id}-add`}
            icon={<PanelIcon name="plus" size={16} />}
            aria-disabled={isFull || undefined}
            onClick={() => add(questions.length - 1, newQuestion(kind))}
          >
            {text('quiz.add')}
          </Button>
        </div>
      )}
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </section>
  );
}
