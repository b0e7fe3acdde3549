import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { clock } from 'shared/i18n/format';
import { Icon } from 'shared/parts/icon';
import { Note } from 'shared/parts/problem-note';
import { keep, kept } from 'shared/session/storage';
import { positionOf } from '../../../../offline/waiting';
import { useText } from '../../../../text';
import { usePreview } from '../../../course/preview';
import type { TaskProps } from '../kind';
import { type SteadyAddress, useFileAddress } from '../use-file-address';
import style from './media.module.css';
import { MediaControls } from './media-controls';
import { useMediaKeys } from './media-keys';
import { Transcript } from './transcript';
import { useCaptions, useTrack } from './use-captions';
import { type Playing, useMedia } from './use-media';
import { useWatching } from './use-watching';
import { WatchedBar } from './watched-bar';

/** Where so little is left, it begins anew. */
const END = 3;

function speed(): number {
  const rate = Number(kept('speed'));
  return rate >= 0.5 && rate <= 2 ? rate : 1;
}

/** A video or audio with its captions: begins where it was left, and notes what is really seen. */
export default function MediaPlayer({ courseId, lesson, content, enrolled }: TaskProps<'video' | 'audio'>) {
  const text = useText();
  const isPreview = usePreview() !== undefined;
  const isKept = enrolled && !isPreview;
  const [media, setMedia] = useState<HTMLMediaElement | null>(null);
  const frame = useRef<HTMLElement>(null);
  const playing = useMedia(media);
  const file = useFileAddress(courseId, lesson, content.file);
  const captions = useCaptions(lesson, content, file.renew);
  const { kind, seconds, watched_percent: percent = 90 } = content;
  const played = useWatching(media, { courseId, lesson, length: seconds, percent, isKept });
  useTrack(media, captions);
  const { resumed, forgetResumed, goOn, want } = useGoingOn(media, { courseId, lesson, seconds, isKept });
  const actions = useActions(media, frame, captions, want);
  useMediaKeys(frame, actions, kind === 'video');
  const [transcriptShown, showTranscript] = useTranscriptShown(kind);

  return (
    <section ref={frame} className={style.player} data-kind={kind} aria-label={text(`kind.${kind}`)}>
      <Picture
        kind={kind}
        media={media}
        onMedia={setMedia}
        file={file}
        playing={playing}
        actions={actions}
        goOn={goOn}
      />
      <MediaControls
        kind={kind}
        length={seconds}
        playing={playing}
        played={played}
        captions={captions}
        actions={actions}
        transcriptShown={transcriptShown}
        onTranscript={showTranscript}
      />
      {resumed !== undefined && (
        <p className={style.resumed} role="status">
          {text('media.resumed', { time: clock(resumed) })}{' '}
          <button
            type="button"
            className={style.inline}
            onClick={() => {
              actions.seek(0);
              forgetResumed();
            }}
          >
            {text('media.from-start')}
          </button>
        </p>
      )}
      {isKept && percent > 0 && <WatchedBar kind={kind} played={played} length={seconds} percent={percent} />}
      {transcriptShown && captions.language !== undefined && (
        <Transcript captions={captions} time={playing.time} onSeek={actions.seek} />
      )}
    </section>
  );
}

interface PictureProps {
  kind: 'video' | 'audio';
  media: HTMLMediaElement | null;
  onMedia: (media: HTMLMediaElement | null) => void;
  file: SteadyAddress;
  playing: Playing;
  actions: MediaActions;
  goOn: (at: number) => void;
}

/** What plays, and what is said where it does not. */
function Picture({ kind, media, onMedia, file, playing, actions, goOn }: PictureProps) {
  const text = useText();
  const { address, isLooking, failed, renew, arrived, confirm, giveUp } = file;
  const Media = kind;

  async function recover() {
    goOn(media?.currentTime ?? 0);
    if (media?.error?.code === MediaError.MEDIA_ERR_DECODE) giveUp();
    else await renew();
  }

  /** Also the same address once more: the network may have been all that was wrong. */
  async function retry() {
    if ((await renew()) === undefined) media?.load();
  }

  return (
    <>
      <div className={style.picture}>
        <Media
          ref={onMedia}
          src={address}
          className={style.media}
          preload="metadata"
          playsInline
          onClick={actions.toggle}
          onLoadedMetadata={arrived}
          onPlaying={confirm}
          onError={recover}
        />
        {kind === 'video' && playing.paused && !failed && (
          <button type="button" className={style.begin} aria-label={text('media.play')} onClick={actions.toggle}>
            <Icon name="play" size={34} />
          </button>
        )}
        {kind === 'video' && playing.waiting && <span className={style.spinner} aria-hidden="true" />}
      </div>
      {(failed || (address === undefined && !isLooking)) && (
        <div className={style.failed}>
          <Note kind="bad">{text(navigator.onLine ? 'media.failed' : 'media.offline')}</Note>
          <button type="button" className={style.inline} onClick={retry}>
            {text('retry')}
          </button>
        </div>
      )}
    </>
  );
}

function useTranscriptShown(kind: 'video' | 'audio'): [boolean, (shown: boolean) => void] {
  // There is nothing else to read of an audio.
  const [shown, setShown] = useState(() => (kept('transcript') ?? (kind === 'audio' ? 'open' : 'closed')) === 'open');
  return [
    shown,
    next => {
      keep('transcript', next ? 'open' : 'closed');
      setShown(next);
    },
  ];
}

interface GoingOn {
  courseId: string;
  lesson: TaskProps<'video'>['lesson'];
  seconds: number;
  isKept: boolean;
}

/** Begins where it was left, on this device or another, and goes on there when it has to be loaded again. */
function useGoingOn(media: HTMLMediaElement | null, { courseId, lesson, seconds, isKept }: GoingOn) {
  const left = isKept ? (positionOf(courseId, lesson.id) ?? positionIn(lesson)) : 0;
  const target = useRef({ at: left < seconds - END ? left : 0, isFirst: true });
  // Loading again stops it, and tells nobody.
  const isWanted = useRef(false);
  const [resumed, setResumed] = useState<number>();
  const want = useCallback(() => {
    isWanted.current = true;
  }, []);

  useEffect(() => {
    if (!media) return;
    const begin = () => {
      const { at, isFirst } = target.current;
      const rate = speed();
      media.defaultPlaybackRate = rate;
      media.playbackRate = rate;
      if (at > 0) media.currentTime = at;
      if (isFirst && at > 0) setResumed(at);
      if (isWanted.current) void media.play().catch(() => undefined);
      target.current = { at: 0, isFirst: false };
    };
    if (media.readyState >= media.HAVE_METADATA) begin();
    const leave = () => {
      isWanted.current = false;
    };
    const listeners = { loadedmetadata: begin, play: want, pause: leave };
    for (const [event, listen] of Object.entries(listeners)) media.addEventListener(event, listen);
    return () => {
      for (const [event, listen] of Object.entries(listeners)) media.removeEventListener(event, listen);
    };
  }, [media, want]);

  const forgetResumed = useCallback(() => setResumed(undefined), []);
  useEffect(() => {
    media?.addEventListener('play', forgetResumed);
    return () => media?.removeEventListener('play', forgetResumed);
  }, [media, forgetResumed]);

  function goOn(at: number) {
    const { isFirst, at: before } = target.current;
    target.current = { at: at > 0 ? at : before, isFirst };
  }

  return { resumed, forgetResumed, goOn, want };
}

function positionIn({ work }: TaskProps<'video'>['lesson']): number {
  return work?.kind === 'media' ? (work.position ?? 0) : 0;
}

export interface MediaActions {
  toggle: () => void;
  /** To a place, in seconds. */
  seek: (to: number) => void;
  /** So many seconds on, or back. */
  skip: (by: number) => void;
  setRate: (rate: number) => void;
  toggleSound: () => void;
  toggleCaptions: () => void;
  toggleFull: () => void;
}

function useActions(
  media: HTMLMediaElement | null,
  frame: RefObject<HTMLElement | null>,
  captions: ReturnType<typeof useCaptions>,
  want: () => void,
): MediaActions {
  function seek(to: number) {
    if (media) media.currentTime = Math.max(0, Math.min(to, Number.isFinite(media.duration) ? media.duration : to));
  }
  return {
    toggle() {
      if (!media) return;
      // Where the address works no more it plays once there is another.
      if (media.paused) void media.play().catch(want);
      else media.pause();
    },
    seek,
    skip: by => seek((media?.currentTime ?? 0) + by),
    setRate(rate) {
      keep('speed', String(rate));
      if (!media) return;
      media.defaultPlaybackRate = rate;
      media.playbackRate = rate;
    },
    toggleSound() {
      if (media) media.muted = !media.muted;
    },
    toggleCaptions: () => captions.choose(captions.isOn ? undefined : captions.language),
    toggleFull() {
      if (document.fullscreenElement) void document.exitFullscreen();
      else if (frame.current?.requestFullscreen) void frame.current.requestFullscreen().catch(() => undefined);
      // Phones of one maker show only the picture on the whole screen.
      else if (media && 'webkitEnterFullscreen' in media) (media.webkitEnterFullscreen as () => void)();
    },
  };
}
