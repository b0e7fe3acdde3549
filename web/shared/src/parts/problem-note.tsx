import { useCallback, useEffect, useState } from 'react';
import { ForeignAnswerError, NetworkError, ProblemError } from '../api/problem';
import { useFormats } from '../i18n/format';
import { sentence } from '../i18n/sentence';
import { type SharedId, useSharedText } from '../i18n/text';
import { Icon, type IconName } from './icon';
import style from './problem-note.module.css';

/** What went wrong in words that say what to do: the API's own where it has explained itself. */
export function useProblemText(): (error: unknown) => string {
  const text = useSharedText();
  return useCallback(
    (error: unknown) => {
      if (error instanceof NetworkError) return text('problem.network');
      if (error instanceof ForeignAnswerError) return text('problem.between', { status: error.status });
      if (!(error instanceof ProblemError)) return text('problem.unknown');
      const { detail, errors, status, request_id } = error.problem;
      const fields = errors?.map(field => sentence(field.detail)).join(' ');
      if (detail && status < 500) return fields || detail;
      return request_id ? text('problem.server', { request: request_id }) : text('problem.unknown');
    },
    [text],
  );
}

/** Seconds that are left of what the API asks to wait. */
export function useCountdown(seconds: number | undefined): number {
  const [left, setLeft] = useState(seconds ?? 0);
  useEffect(() => {
    setLeft(seconds ?? 0);
    if (!seconds) return;
    const end = Date.now() + seconds * 1000;
    const timer = setInterval(() => {
      const rest = Math.max(0, Math.ceil((end - Date.now()) / 1000));
      setLeft(rest);
      if (rest === 0) clearInterval(timer);
    }, 250);
    return () => clearInterval(timer);
  }, [seconds]);
  return left;
}

export function ProblemNote({ error }: { error: unknown }) {
  const problemText = useProblemText();
  return <Note kind="bad">{problemText(error)}</Note>;
}

type NoteKind = 'bad' | 'good' | 'info';

const ICONS: Record<NoteKind, IconName> = { bad: 'alert', good: 'check', info: 'info' };

interface NoteProps {
  kind: NoteKind;
  children: React.ReactNode;
}

/** A line that says how something went; what is bad is read out at once. */
export function Note({ kind, children }: NoteProps) {
  return (
    <p className={`${style.note} ${style[kind]}`} role={kind === 'bad' ? 'alert' : 'status'}>
      <Icon name={ICONS[kind]} size={18} />
      <span>{children}</span>
    </p>
  );
}

/** “1 minute”, “25 seconds”: how long to wait. */
export function useWaitText(): (seconds: number) => string {
  const text = useSharedText();
  const formats = useFormats();
  return seconds => {
    const id: SharedId = seconds >= 60 ? 'wait.minutes' : 'wait.seconds';
    const count = seconds >= 60 ? Math.ceil(seconds / 60) : seconds;
    return text(id, { count, shown: formats.number(count) });
  };
}
