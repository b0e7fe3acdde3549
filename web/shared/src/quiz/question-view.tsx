import type { ComponentType, ReactNode } from 'react';
import { useId } from 'react';
import type { Schema } from '../api/schemas';
import { useFormats } from '../i18n/format';
import type { Given, GivenOf, QuestionKind, Shown } from './given';
import { Multiple, Single, TrueFalse } from './inputs/choices';
import { Gaps } from './inputs/gaps';
import { Hotspot } from './inputs/hotspot';
import type { InputProps } from './inputs/input';
import { Matching } from './inputs/matching';
import { Ordering } from './inputs/ordering';
import { Numeric, ShortText } from './inputs/written';
import { judgedParts, verdictOf } from './judged';
import style from './quiz.module.css';
import { Rich } from './rich';
import { useQuizText } from './text';
import { VerdictTag } from './verdict-tag';

/** How each kind of question is answered. */
const INPUTS: { readonly [Kind in QuestionKind]: ComponentType<InputProps<Kind>> } = {
  single: Single,
  multiple: Multiple,
  true_false: TrueFalse,
  numeric: Numeric,
  text: ShortText,
  ordering: Ordering,
  matching: Matching,
  gaps: Gaps,
  hotspot: Hotspot,
};

interface QuestionViewProps {
  question: Shown;
  given: Given | undefined;
  /** What came of it, once it may be told. */
  result?: Schema<'QuestionResult'> | undefined;
  readOnly?: boolean;
  /** Whether who reads it has answered it, or somebody else. */
  isOwn?: boolean;
  lang?: string | undefined;
  dir?: 'ltr' | 'rtl' | undefined;
  onGive?: (given: Given) => void;
  /** What stands beside the points, such as the flag. */
  beside?: ReactNode;
}

function noGiving() {}

/** A question as learners see it, in the portal and in the panel. */
export function QuestionView(props: QuestionViewProps) {
  const { question, given, result, readOnly = false, isOwn = true, lang, dir, onGive = noGiving, beside } = props;
  const text = useQuizText();
  const formats = useFormats();
  const id = useId();
  const { kind, points } = question;
  const Input = INPUTS[kind] as ComponentType<InputProps<QuestionKind>>;
  const ofKind = <Value extends Given>(value: Value | null | undefined) =>
    value?.kind === kind ? (value as GivenOf<QuestionKind>) : undefined;
  return (
    <div className={style.question} lang={lang} dir={dir}>
      <p className={style.worth} lang={document.documentElement.lang} dir={document.documentElement.dir}>
        {result
          ? text('quiz.points-of', {
              count: points,
              points: formats.number(result.points),
              possible: formats.number(points),
            })
          : text('quiz.points', { count: points, shown: formats.number(points) })}
        {result && <VerdictTag verdict={verdictOf(question, given, result)} />}
        {beside}
      </p>
      {/* Gaps stand among the words. */}
      {kind !== 'gaps' && <Rich html={question.html} id={id} />}
      <Input
        question={question}
        given={ofKind(given)}
        right={ofKind(result?.right)}
        judged={result && judgedParts(question, given, result)}
        labelledBy={id}
        readOnly={readOnly}
        isOwn={isOwn}
        onGive={onGive}
      />
      {result?.feedback && <Rich html={result.feedback} className={style.feedback} />}
    </div>
  );
}
