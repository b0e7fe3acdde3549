import { useEffect, useReducer, useRef, useState } from 'react';
import { regional } from 'shared/i18n/format';
import { useLocale } from 'shared/i18n/text';
import { Button } from 'shared/parts/button';
import { Icon } from 'shared/parts/icon';
import { connect } from './connect';
import { Covering } from './covering';
import { deviceName } from './device-name';
import style from './package.module.css';
import type { Launch } from './queries';
import { OPENING, type Stage, staged } from './stage';
import { usePackageText } from './text';

/**
 * What a package may do: run, in its own origin, ask, download, and open windows, which may do no more than it. It may not lead the portal's
 * own window elsewhere, and neither may what it opens.
 */
const SANDBOX = 'allow-scripts allow-same-origin allow-forms allow-modals allow-popups allow-downloads';

/** Who does not let go within so many milliseconds is closed: what it has said is kept in its origin. */
const LEAVES_WITHIN = 10_000;

interface PackageWindowProps {
  launch: Launch;
  title: string;
  /** Whether all of it is saved. */
  onClose: (saved: boolean) => void;
}

/** A package over the whole window, with a bar that says what is saved and leads back. */
export function PackageWindow({ launch, title, onClose }: PackageWindowProps) {
  const text = usePackageText();
  const locale = useLocale();
  const dialog = useRef<HTMLDialogElement>(null);
  const frame = useRef<HTMLIFrameElement>(null);
  const connection = useRef<ReturnType<typeof connect>>(undefined);
  const [stage, tell] = useReducer(staged, OPENING);
  const [isLeaving, setIsLeaving] = useState(false);
  const name = text('package.frame', { title });

  // It is launched once, in the language of that moment.
  useEffect(() => {
    dialog.current?.showModal();
    const { current: player } = frame;
    if (!player) return;
    const { origin, launch: capability } = launch;
    const message = {
      trellis: 'launch',
      launch: capability,
      api: location.origin,
      device: deviceName(),
      language: locale,
    } as const;
    const connected = connect(player, origin, { ...message, texts: { frame: name } }, tell);
    connection.current = connected;
    player.src = launch.player;
    return connected.end;
  }, [launch]);

  useEffect(() => {
    if (stage.at === 'left') onClose(stage.unsaved === undefined);
    else if (stage.wantsOut) leave();
  }, [stage.at, stage.wantsOut]);

  useEffect(() => {
    if (!isLeaving) return;
    const timer = setTimeout(() => onClose(false), LEAVES_WITHIN);
    return () => clearTimeout(timer);
  }, [isLeaving, onClose]);

  function leave(): void {
    if (stage.at === 'running' || stage.at === 'finished') {
      setIsLeaving(true);
      connection.current?.ask({ ask: 'leave' });
    } else {
      onClose(true);
    }
  }

  return (
    <dialog
      ref={dialog}
      className={style.window}
      aria-label={title}
      onCancel={event => {
        event.preventDefault();
        leave();
      }}
    >
      <header className={style.bar}>
        <p className={style.title}>{title}</p>
        <p className={style.saving} role="status">
          <Saving stage={stage} region={regional(locale)} />
        </p>
        <Button look={stage.at === 'finished' ? 'main' : 'plain'} busy={isLeaving} onClick={leave}>
          <Icon name="leave" size={18} />
          {text('package.leave')}
        </Button>
      </header>
      <div className={style.stage}>
        {/* The address comes once somebody listens. */}
        <iframe ref={frame} className={style.frame} title={name} sandbox={SANDBOX} allow="fullscreen; autoplay" />
        <Covering stage={stage} onLeave={leave} onTakeOver={() => connection.current?.ask({ ask: 'take-over' })} />
      </div>
    </dialog>
  );
}

function Saving({ stage, region }: { stage: Stage; region: string }) {
  const text = usePackageText();
  if (stage.review) return text('package.review-note');
  if (stage.superseded) return <Warning words={text('package.superseded')} />;
  if (stage.unsaved === 'retrying') return <Warning words={text('package.retrying')} />;
  if (stage.unsaved === 'kept') return <Warning words={text('package.kept')} />;
  if (!stage.savedAt) return null;
  const time = new Intl.DateTimeFormat(region, { timeStyle: 'short' }).format(new Date(stage.savedAt));
  return (
    <>
      <Icon name="check" size={16} />
      {text(stage.at === 'finished' ? 'package.finished' : 'package.saved', { time })}
    </>
  );
}

function Warning({ words }: { words: string }) {
  return (
    <>
      <Icon name="alert" size={16} />
      {words}
    </>
  );
}
