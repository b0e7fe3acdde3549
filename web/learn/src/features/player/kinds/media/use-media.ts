import { useEffect, useState } from 'react';

/** How a media element stands. */
export interface Playing {
  time: number;
  paused: boolean;
  waiting: boolean;
  rate: number;
  muted: boolean;
  ready: boolean;
}

const EVENTS =
  'loadedmetadata timeupdate play pause playing waiting seeking seeked ratechange volumechange ended emptied canplay'.split(
    ' ',
  );

const NOTHING: Playing = { time: 0, paused: true, waiting: false, rate: 1, muted: false, ready: false };

function read(media: HTMLMediaElement): Playing {
  const { currentTime, paused, playbackRate, muted, readyState, ended } = media;
  const isHeld = !paused && !ended && readyState < media.HAVE_FUTURE_DATA;
  return {
    time: currentTime,
    paused: paused || ended,
    waiting: isHeld,
    rate: playbackRate,
    muted,
    ready: readyState >= media.HAVE_METADATA,
  };
}

/** Follows a media element, which stays the one that knows. */
export function useMedia(media: HTMLMediaElement | null): Playing {
  const [state, setState] = useState(NOTHING);
  useEffect(() => {
    if (!media) return;
    const follow = () => setState(read(media));
    follow();
    for (const event of EVENTS) media.addEventListener(event, follow);
    return () => {
      for (const event of EVENTS) media.removeEventListener(event, follow);
    };
  }, [media]);
  return state;
}
