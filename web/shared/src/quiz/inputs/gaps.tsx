import { useCallback, useState } from 'react';
import { createPortal } from 'react-dom';
import { useFormats } from '../../i18n/format';
import { partsOf, withEntry } from '../given';
import style from '../quiz.module.css';
import { plainText, Rich } from '../rich';
import { useQuizText } from '../text';
import { VerdictTag } from '../verdict-tag';
import type { InputProps } from './input';

const LONGEST = 500;

/** A place for each gap among the words, wherever in the text it stands. */
function openGaps(fragment: DocumentFragment): Map<string, HTMLElement> {
  const places = new Map<string, HTMLElement>();
  const walker = document.createTreeWalker(fragment, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  for (const node of texts) {
    const parts = partsOf(node.data);
    if (!parts.some(part => 'gap' in part)) continue;
    const nodes = parts.map(part => {
      if ('words' in part) return document.createTextNode(part.words);
      const place = document.createElement('span');
      places.set(part.gap, place);
      return place;
    });
    node.replaceWith(...nodes);
  }
  return places;
}

/** A text with gaps: each is filled where it stands. */
export function Gaps({ question, given, right, judged, labelledBy, readOnly, onGive }: InputProps<'gaps'>) {
  const text = useQuizText();
  const formats = useFormats();
  const [places, setPlaces] = useState<ReadonlyMap<string, HTMLElement>>(new Map());
  const dress = useCallback((fragment: DocumentFragment) => setPlaces(openGaps(fragment)), []);
  const shown = question.gaps ?? [];
  const filled = given?.gaps ?? {};
  const give = (id: string, value: string) => onGive({ kind: 'gaps', gaps: withEntry(filled, id, value) });

  return (
    <>
      <Rich html={question.html} id={labelledBy} dress={dress} />
      {shown.map(({ id, choices }, at) => {
        const place = places.get(id);
        if (!place) return null;
        const label = text('quiz.gap', { number: formats.number(at + 1), total: formats.number(shown.length) });
        const rightValue = right?.gaps[id];
        const rightChoice = choices?.find(choice => choice.id === rightValue);
        const field = choices ? (
          <select
            className={style.gap}
            aria-label={label}
            value={filled[id] ?? ''}
            disabled={readOnly}
            onChange={event => give(id, event.currentTarget.value)}
          >
            <option value="">{text('quiz.choose')}</option>
            {choices.map(choice => (
              <option key={choice.id} value={choice.id}>
                {plainText(choice.html)}
              </option>
            ))}
          </select>
        ) : (
          <input
            className={style.gap}
            aria-label={label}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={LONGEST}
            value={filled[id] ?? ''}
            readOnly={readOnly}
            onChange={event => give(id, event.currentTarget.value)}
          />
        );
        return createPortal(
          <>
            {field}
            <VerdictTag verdict={judged?.get(id)} />{' '}
            {rightValue !== undefined && (
              <span className={`${style.tag} ${style.rightTag}`}>
                {text('quiz.right-answer')} {rightChoice ? plainText(rightChoice.html) : rightValue}
              </span>
            )}
          </>,
          place,
          id,
        );
      })}
    </>
  );
}
