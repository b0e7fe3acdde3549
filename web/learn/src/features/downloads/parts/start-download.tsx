import { useEffect, useState } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Dialog } from 'shared/parts/dialog';
import { Icon } from 'shared/parts/icon';
import { Note, ProblemNote } from 'shared/parts/problem-note';
import { ProgressBar } from 'shared/parts/progress-bar';
import { useOnline } from 'shared/session/use-session';
import type { Parcel } from '../../../offline/downloader';
import { useText } from '../../../text';
import { lessonsOf } from '../../course/outline';
import { focusPage } from '../../course/parts/notice';
import type { CourseDetail } from '../../course/queries';
import { type Room, roomHere } from '../room';
import style from './downloads.module.css';

const downloader = () => import('../../../offline/downloader');

/** Says how much a course takes before it is downloaded. */
export function StartDownload({ course }: { course: CourseDetail }) {
  const text = useText();
  const online = useOnline();
  const [open, setOpen] = useState(false);
  return (
    <div>
      <Button
        icon={<Icon name="download" size={18} />}
        aria-disabled={!online || undefined}
        onClick={online ? () => setOpen(true) : undefined}
      >
        {text('downloads.start')}
      </Button>
      <Dialog title={text('downloads.start-title', { title: course.title })} open={open} onClose={() => setOpen(false)}>
        <Ready course={course} onClose={() => setOpen(false)} />
      </Dialog>
    </div>
  );
}

interface Found {
  parcel: Parcel;
  room: Room | undefined;
}

interface ReadyProps {
  course: CourseDetail;
  onClose: () => void;
}

function Ready({ course, onClose }: ReadyProps) {
  const text = useText();
  const formats = useFormats();
  const [at, setAt] = useState({ number: 0, count: course.lessons });
  const [found, setFound] = useState<Found>();
  const [error, setError] = useState<unknown>();
  const [tries, setTries] = useState(0);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    async function find() {
      const { prepare } = await downloader();
      const onLesson = (number: number, count: number) => setAt({ number, count });
      const parcel = await prepare(course.course_id, { signal, onLesson });
      const room = await roomHere();
      if (!signal.aborted) setFound({ parcel, room });
    }
    setError(undefined);
    find().catch(failed => !signal.aborted && setError(failed));
    return () => controller.abort();
  }, [course.course_id, tries]);

  async function begin(parcel: Parcel) {
    setBusy(true);
    await (await downloader()).start(parcel);
    onClose();
    focusPage();
  }

  const isTooMuch = found?.room !== undefined && found.parcel.size > found.room.left;
  const packages = lessonsOf(course).filter(lesson => lesson.kind === 'package').length;
  return (
    <div className={style.ready}>
      {error !== undefined ? (
        <ProblemNote error={error} />
      ) : found ? (
        <Amount {...found} isTooMuch={isTooMuch} packages={packages} />
      ) : (
        <>
          <p role="status">{text('downloads.looking')}</p>
          <ProgressBar
            label={text('downloads.looking')}
            percent={Math.floor((at.number * 100) / Math.max(at.count, 1))}
          />
          <p className={style.soft}>
            {text('downloads.lessons', { done: formats.number(at.number), total: formats.number(at.count) })}
          </p>
        </>
      )}
      <div className={style.ends}>
        <Button onClick={onClose}>{text('cancel')}</Button>
        {error !== undefined ? (
          <Button look="main" onClick={() => setTries(tries + 1)}>
            {text('retry')}
          </Button>
        ) : (
          !isTooMuch && (
            <Button look="main" busy={busy || !found} onClick={() => found && begin(found.parcel)}>
              {text('downloads.go')}
            </Button>
          )
        )}
      </div>
    </div>
  );
}

interface AmountProps extends Found {
  isTooMuch: boolean;
  /** How many lessons stay online. */
  packages: number;
}

function Amount({ parcel, room, isTooMuch, packages }: AmountProps) {
  const text = useText();
  const formats = useFormats();
  const { size, locked } = parcel;
  if (isTooMuch) {
    const values = { size: formats.size(size), left: formats.size(room?.left ?? 0) };
    return <Note kind="bad">{text('downloads.too-much', values)}</Note>;
  }
  return (
    <>
      <p role="status">{text('downloads.takes', { size: formats.size(size) })}</p>
      {room && <p className={style.soft}>{text('downloads.left', { size: formats.size(room.left) })}</p>}
      {locked.length > 0 && (
        <p className={style.soft}>
          {text('downloads.locked', { count: locked.length, shown: formats.number(locked.length) })}
        </p>
      )}
      {packages > 0 && (
        <p className={style.soft}>
          {text('downloads.online-only', { count: packages, shown: formats.number(packages) })}
        </p>
      )}
      <p className={style.soft}>{text('downloads.wiped')}</p>
    </>
  );
}
