import type { ReactNode } from 'react';
import { hasStatus, isOffline } from '../api/problem';
import { useSharedText } from '../i18n/text';
import { Button } from './button';
import { Icon, type IconName } from './icon';
import { useProblemText } from './problem-note';
import style from './state.module.css';

interface StateProps {
  icon: IconName;
  title: string;
  children?: ReactNode;
  /** What one can do about it. */
  action?: ReactNode;
}

/** A view, or a part of one, that has nothing to show, and why. */
export function State({ icon, title, children, action }: StateProps) {
  return (
    <div className={style.state}>
      <span className={style.sign}>
        <Icon name={icon} size={28} />
      </span>
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

interface FailureProps {
  error: unknown;
  onRetry: () => void;
  busy?: boolean;
}

/** A view whose data did not come: not there, no network, or refused. */
export function Failure({ error, onRetry, busy = false }: FailureProps) {
  const text = useSharedText();
  const problemText = useProblemText();
  const retry = (
    <Button onClick={onRetry} busy={busy}>
      {text('retry')}
    </Button>
  );
  return (
    <div role="alert">
      {isOffline(error) ? (
        <State icon="cloud" title={text('offline.title')} action={retry}>
          {text('offline.text')}
        </State>
      ) : hasStatus(error, 404) ? (
        <State icon="search" title={text('not-found.title')}>
          {problemText(error)}
        </State>
      ) : (
        <State icon="alert" title={text('failure.title')} action={retry}>
          {problemText(error)}
        </State>
      )}
    </div>
  );
}
