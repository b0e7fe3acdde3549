import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { hasWords } from 'shared/i18n/folding';
import { clock, useFormats } from 'shared/i18n/format';
import { Icon } from 'shared/parts/icon';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { useText } from '../../../../text';
import { useLanguageName } from '../../../course/language-name';
import { type Cue, cueAt } from './captions';
import style from './transcript.module.css';
import type { Captions } from './use-captions';

/** A browser draws so many at once. */
const SHOWN = 1_000;

interface TranscriptProps {
  captions: Captions;
  time: number;
  onSeek: (to: number) => void;
}

/** What is said, to read, to search, and to jump to. */
export function Transcript({ captions, time, onSeek }: TranscriptProps) {
  const text = useText();
  const languageName = useLanguageName();
  const { languages, language, cues, failed, retry, read, isOn } = captions;
  const id = useId();
  return (
    <section className={style.transcript} aria-labelledby={id}>
      <header className={style.head}>
        <h2 id={id}>{text('media.transcript')}</h2>
        {languages.length > 1 && !isOn && (
          <select
            className={style.language}
            aria-label={text('media.transcript-language')}
            value={language}
            onChange={event => read(event.currentTarget.value)}
          >
            {languages.map(tag => (
              <option key={tag} value={tag} lang={tag}>
                {languageName(tag)}
              </option>
            ))}
          </select>
        )}
      </header>
      {cues ? (
        <Said cues={cues} language={language} time={time} onSeek={onSeek} />
      ) : failed ? (
        <p className={style.soft} role="alert">
          {text('media.no-captions')}{' '}
          <button type="button" className={style.inline} onClick={retry}>
            {text('retry')}
          </button>
        </p>
      ) : (
        <Loading>
          <Skeleton height="10rem" />
        </Loading>
      )}
    </section>
  );
}

interface SaidProps {
  cues: readonly Cue[];
  language: string | undefined;
  time: number;
  onSeek: (to: number) => void;
}

function Said({ cues, language, time, onSeek }: SaidProps) {
  const text = useText();
  const formats = useFormats();
  const [words, setWords] = useState('');
  const [first, setFirst] = useState(0);
  const list = useRef<HTMLOListElement>(null);
  const current = cues[cueAt(cues, time)];
  const found = useMemo(
    () => (words.trim() ? cues.filter(cue => hasWords(`${cue.speaker ?? ''} ${cue.words}`, words.trim())) : cues),
    [cues, words],
  );
  const shown = found.slice(first, first + SHOWN);
  useFollowing(list, current, words === '');

  if (cues.length === 0) return <p className={style.soft}>{text('media.no-words')}</p>;
  return (
    <>
      <label className={style.search}>
        <span className="visually-hidden">{text('media.search')}</span>
        <Icon name="search" size={18} />
        <input
          type="search"
          maxLength={100}
          value={words}
          placeholder={text('media.search')}
          onInput={event => {
            setWords(event.currentTarget.value);
            setFirst(0);
          }}
        />
      </label>
      <p className={words.trim() ? style.soft : 'visually-hidden'} role="status">
        {words.trim() && text('media.found', { count: found.length, shown: formats.number(found.length) })}
      </p>
      <ol ref={list} className={style.cues} lang={language}>
        {first > 0 && <More words={text('media.earlier')} onPress={() => setFirst(Math.max(0, first - SHOWN))} />}
        {shown.map(cue => (
          <li key={`${cue.from} ${cue.words}`}>
            <button
              type="button"
              className={style.cue}
              aria-current={cue === current ? 'true' : undefined}
              onClick={() => onSeek(cue.from)}
            >
              <span className={style.time}>{clock(cue.from)}</span>
              <span>
                {cue.speaker && <strong>{cue.speaker}: </strong>}
                {cue.words}
              </span>
            </button>
          </li>
        ))}
        {first + SHOWN < found.length && <More words={text('media.later')} onPress={() => setFirst(first + SHOWN)} />}
      </ol>
    </>
  );
}

function More({ words, onPress }: { words: string; onPress: () => void }) {
  return (
    <li>
      <button type="button" className={style.more} onClick={onPress}>
        {words}
      </button>
    </li>
  );
}

/** What is being said stays in view; the page itself does not move, and nor does the list under somebody's hand. */
function useFollowing(list: { current: HTMLOListElement | null }, current: Cue | undefined, isWanted: boolean): void {
  useEffect(() => {
    const box = list.current;
    const cue = box?.querySelector<HTMLElement>('[aria-current]');
    if (!box || !cue || !current || !isWanted || box.matches(':hover, :focus-within')) return;
    box.scrollTop = cue.offsetTop - box.offsetTop - box.clientHeight / 3;
  }, [list, current, isWanted]);
}
