import { useId, useRef } from 'react';
import type { Schema } from 'shared/api/schemas';
import { useText } from '../../../../text';
import { MarkdownToolbar } from './markdown-toolbar';
import { MARKS, type Mark, markText } from './marks';
import style from './writing.module.css';

interface SourceEditorProps {
  markdown: string;
  error: string | undefined;
  /** The lesson is more than its text, and can be without one. */
  isOptional: boolean;
  /** The language of the text, where it is known. */
  language: string | undefined;
  direction: Schema<'TextDirection'> | undefined;
  onChange: (markdown: string) => void;
}

/** Inserts as if it had been typed, so that the field's own way back works. */
function type(field: HTMLTextAreaElement, words: string): void {
  if (!document.execCommand('insertText', false, words)) field.setRangeText(words);
}

/** A lesson as its Markdown. */
export function SourceEditor({ markdown, error, isOptional, language, direction, onChange }: SourceEditorProps) {
  const text = useText();
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);

  function apply(mark: Mark) {
    const field = area.current;
    if (!field) return;
    const { selectionStart, selectionEnd, value } = field;
    const { from, to, words, select } = markText(mark, value, selectionStart, selectionEnd);
    field.focus();
    field.setSelectionRange(from, to);
    type(field, words);
    field.setSelectionRange(select[0], select[1]);
    onChange(field.value);
  }

  function onKeyDown(event: React.KeyboardEvent) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const mark = MARKS.find(each => each.key === event.key.toLowerCase());
    if (!mark) return;
    event.preventDefault();
    apply(mark);
  }

  return (
    <>
      <MarkdownToolbar onMark={apply} />
      <textarea
        ref={area}
        className={style.markdown}
        data-short={isOptional || undefined}
        value={markdown}
        lang={language}
        dir={direction}
        aria-label={text('course.text')}
        aria-invalid={error ? true : undefined}
        aria-describedby={`${id}-note`}
        placeholder={text(isOptional ? 'course.text-optional' : 'course.text-placeholder')}
        spellCheck
        onKeyDown={onKeyDown}
        onChange={event => onChange(event.target.value)}
      />
      <p id={`${id}-note`} className={error ? style.error : style.hint} role={error ? 'alert' : undefined}>
        {error ?? text('course.text-hint')}
      </p>
    </>
  );
}
