import { type KeyboardEvent, type MouseEvent, useId, useState } from 'react';
import { useFormats } from '../../i18n/format';
import { Icon } from '../../parts/icon';
import { marked, type Point, placeIn, steered, WHOLE } from '../given';
import style from '../quiz.module.css';
import { useQuizText } from '../text';
import type { InputProps } from './input';

const MIDDLE: Point = { x: WHOLE / 2, y: WHOLE / 2 };

function offset({ x, y }: Point) {
  return { left: `${x / 100}%`, top: `${y / 100}%` };
}

/**
 * Places in a picture: touched, or by keys with a crosshair whose place is said. Marks are taken back by buttons of their own, so nothing has
 * to be dragged or hit twice (WCAG 2.2, 2.5.7 and 2.5.8).
 */
export function Hotspot({ question, given, right, labelledBy, readOnly, onGive }: InputProps<'hotspot'>) {
  const text = useQuizText();
  const formats = useFormats();
  const id = useId();
  const [cross, setCross] = useState<Point>();
  const [said, setSaid] = useState('');
  const points = given?.points ?? [];
  const several = question.several ?? false;
  const placeWords = ({ x, y }: Point) => ({ x: formats.percent(x / 100), y: formats.percent(y / 100) });

  function put(point: Point) {
    if (readOnly) return;
    onGive({ kind: 'hotspot', points: marked(points, point, several) });
    setSaid(text('quiz.marked', placeWords(point)));
  }

  function take(at: number) {
    onGive({ kind: 'hotspot', points: points.filter((_, other) => other !== at) });
    setSaid(text('quiz.unmarked'));
  }

  function press(event: KeyboardEvent) {
    if (readOnly || event.ctrlKey || event.metaKey || event.altKey) return;
    const present = cross ?? points.at(-1) ?? MIDDLE;
    const next = steered(present, event.key, event.shiftKey);
    if (next) {
      setCross(next);
      setSaid(text('quiz.cross-at', placeWords(next)));
    } else if (event.key === 'Enter' || event.key === ' ') put(present);
    else if (event.key === 'Backspace' || event.key === 'Delete') {
      if (points.length > 0) take(points.length - 1);
    } else return;
    event.preventDefault();
  }

  function touch(event: MouseEvent<HTMLElement>) {
    const point = placeIn(event.currentTarget.getBoundingClientRect(), event.clientX, event.clientY);
    setCross(undefined);
    put(point);
  }

  return (
    <fieldset aria-labelledby={labelledBy} className={style.hotspot}>
      {!readOnly && (
        <p id={id} className={style.hint}>
          {text(several ? 'quiz.hotspot-several' : 'quiz.hotspot-one')}
        </p>
      )}
      {/* An application: the arrow keys steer within the picture, also where a screen reader would read with them. */}
      <div
        role="application"
        className={style.picture}
        tabIndex={readOnly ? -1 : 0}
        aria-label={question.picture?.description || text('quiz.picture')}
        aria-describedby={readOnly ? undefined : id}
        data-fixed={readOnly || undefined}
        onClick={touch}
        onKeyDown={press}
        onFocus={() => setCross(cross ?? points.at(-1) ?? MIDDLE)}
        onBlur={() => setCross(undefined)}
      >
        {question.picture && <img src={question.picture.address} alt="" draggable={false} />}
        {right?.points.map(point => (
          <span key={`${point.x}-${point.y}`} className={style.rightMark} style={offset(point)} aria-hidden="true" />
        ))}
        {points.map((point, at) => (
          <span key={`${point.x} ${point.y}`} className={style.mark} style={offset(point)} aria-hidden="true">
            {several ? formats.number(at + 1) : ''}
          </span>
        ))}
        {cross && !readOnly && <span className={style.cross} style={offset(cross)} aria-hidden="true" />}
      </div>
      {points.length > 0 && (
        <ul className={style.marks}>
          {points.map((point, at) => (
            <li key={`${point.x} ${point.y}`}>
              <span>{text('quiz.mark', { number: formats.number(at + 1), ...placeWords(point) })}</span>
              {!readOnly && (
                <button
                  type="button"
                  className={style.step}
                  aria-label={text('quiz.remove-mark', { number: formats.number(at + 1) })}
                  onClick={() => take(at)}
                >
                  <Icon name="cross" size={18} />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {right && <p className={style.rightAnswer}>{text('quiz.right-places')}</p>}
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </fieldset>
  );
}
