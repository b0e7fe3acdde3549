import { useId } from 'react';
import { type QuestionKind, type ShownChoice, toggled } from '../given';
import style from '../quiz.module.css';
import { Rich } from '../rich';
import { useQuizText } from '../text';
import type { InputProps } from './input';

interface OptionProps {
  type: 'radio' | 'checkbox';
  name: string;
  checked: boolean;
  /** Whether it would have been right to choose it, once that may be told. */
  right: boolean | undefined;
  readOnly: boolean;
  isOwn: boolean;
  onChoose: () => void;
  children: React.ReactNode;
}

function Option({ type, name, checked, right, readOnly, isOwn, onChoose, children }: OptionProps) {
  const text = useQuizText();
  return (
    <label className={style.option} data-right={right || undefined} data-chosen={checked || undefined}>
      <input
        type={type}
        name={name}
        checked={checked}
        disabled={readOnly && !checked}
        aria-disabled={readOnly || undefined}
        onChange={() => !readOnly && onChoose()}
      />
      <span className={style.optionWords}>
        {children}
        <span className={style.tags}>
          {readOnly && checked && <span className={style.tag}>{text(isOwn ? 'quiz.yours' : 'quiz.theirs')}</span>}
          {right && <span className={`${style.tag} ${style.rightTag}`}>{text('quiz.right')}</span>}
        </span>
      </span>
    </label>
  );
}

interface OptionsProps {
  type: 'radio' | 'checkbox';
  labelledBy: string;
  children: React.ReactNode;
}

function Options({ type, labelledBy, children }: OptionsProps) {
  return (
    <fieldset role={type === 'radio' ? 'radiogroup' : undefined} aria-labelledby={labelledBy} className={style.options}>
      {children}
    </fieldset>
  );
}

interface ChoicesProps extends Pick<InputProps<QuestionKind>, 'question' | 'labelledBy' | 'readOnly' | 'isOwn'> {
  type: 'radio' | 'checkbox';
  chosen: readonly string[];
  right: readonly string[] | undefined;
  onChoose: (id: string) => void;
}

function Choices({ question, labelledBy, readOnly, isOwn, type, chosen, right, onChoose }: ChoicesProps) {
  const name = useId();
  const choices: readonly ShownChoice[] = question.choices ?? [];
  return (
    <Options type={type} labelledBy={labelledBy}>
      {choices.map(choice => (
        <Option
          key={choice.id}
          type={type}
          name={name}
          checked={chosen.includes(choice.id)}
          right={right?.includes(choice.id)}
          readOnly={readOnly}
          isOwn={isOwn}
          onChoose={() => onChoose(choice.id)}
        >
          <Rich html={choice.html} />
        </Option>
      ))}
    </Options>
  );
}

export function Single({ given, right, onGive, ...rest }: InputProps<'single'>) {
  return (
    <Choices
      {...rest}
      type="radio"
      chosen={given?.choice ? [given.choice] : []}
      right={right?.choice ? [right.choice] : undefined}
      onChoose={choice => onGive({ kind: 'single', choice })}
    />
  );
}

export function Multiple({ given, right, onGive, ...rest }: InputProps<'multiple'>) {
  const chosen = given?.choices ?? [];
  return (
    <Choices
      {...rest}
      type="checkbox"
      chosen={chosen}
      right={right?.choices}
      onChoose={id => onGive({ kind: 'multiple', choices: toggled(chosen, id) })}
    />
  );
}

export function TrueFalse({ given, right, labelledBy, readOnly, isOwn, onGive }: InputProps<'true_false'>) {
  const text = useQuizText();
  const name = useId();
  return (
    <Options type="radio" labelledBy={labelledBy}>
      {[true, false].map(value => (
        <Option
          key={String(value)}
          type="radio"
          name={name}
          checked={given?.value === value}
          right={right && right.value === value}
          readOnly={readOnly}
          isOwn={isOwn}
          onChoose={() => onGive({ kind: 'true_false', value })}
        >
          {text(value ? 'quiz.true' : 'quiz.false')}
        </Option>
      ))}
    </Options>
  );
}
