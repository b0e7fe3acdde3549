import { useEffect, useRef, useState } from 'react';
import type { Schema } from 'shared/api/schemas';
import { tellReport } from '../../../../offline/completions';
import { showWork } from '../../../../offline/reports';
import { type PlayedReport, playedIn as playedBefore } from '../../../../offline/waiting';
import { useRefusals } from '../../../../shell/use-refusals';
import { percentOf, type Segment, told, toTheEnd, union } from '../../played';
import { type Moment, NOTHING, playedIn, type Watching, watched } from './watching';

const TOLD_EVERY = 15;

interface WatchingOptions {
  courseId: string;
  lesson: Schema<'LessonContent'>;
  /** In seconds. */
  length: number;
  /** How much has to be seen. */
  percent: number;
  /** Whether it is told of: not in a preview, and not of who only looks at the course. */
  isKept: boolean;
}

/** Notes what is really played, and tells the API: now and then, and whenever the member may be about to leave. */
export function useWatching(media: HTMLMediaElement | null, options: WatchingOptions): readonly Segment[] {
  const [played, setPlayed] = useState<readonly Segment[]>([]);
  const tellRefusals = useRefusals();
  const latest = useRef({ ...options, tellRefusals });
  latest.current = { ...options, tellRefusals };

  useEffect(() => {
    if (!media) return;
    const session = new Session(media, () => latest.current, setPlayed);
    return session.follow();
  }, [media]);

  return union(playedBefore(options.lesson.work), played);
}

type Latest = WatchingOptions & { tellRefusals: ReturnType<typeof useRefusals> };

class Session {
  private state: Watching = NOTHING;
  private shown = '';
  private told = '';
  private toldAt = 0;
  private enough = false;

  constructor(
    private readonly media: HTMLMediaElement,
    private readonly latest: () => Latest,
    private readonly show: (played: readonly Segment[]) => void,
  ) {}

  follow(): () => void {
    const { media } = this;
    const ending = new AbortController();
    const { signal } = ending;
    const on = (name: string, listen: () => void) => media.addEventListener(name, listen, { signal });
    on('playing', () => this.note('play'));
    on('seeked', () => !media.paused && this.note('play'));
    on('timeupdate', () => !media.seeking && this.note('time'));
    on('ratechange', () => this.note('rate'));
    on('seeking', () => this.note('seeking'));
    on('waiting', () => this.note('stop'));
    on('emptied', () => this.note('seeking'));
    on('pause', () => {
      this.note('stop');
      this.tell();
    });
    on('ended', () => {
      this.note('stop');
      this.state = { ...this.state, played: toTheEnd(this.state.played, media.currentTime, this.latest().length) };
      this.tell();
    });
    document.addEventListener('visibilitychange', () => document.hidden && this.tell(), { signal });
    addEventListener('pagehide', () => this.tell(), { signal });
    return () => {
      this.note('stop');
      this.tell();
      ending.abort();
    };
  }

  private now(): number {
    return performance.now() / 1000;
  }

  private note(kind: Moment['kind']): void {
    const { currentTime: at, playbackRate: rate } = this.media;
    this.state = watched(this.state, { kind, at, now: this.now(), rate });
    const { courseId, length, percent, lesson, isKept } = this.latest();
    const played = told(playedIn(this.state), length);
    const shown = JSON.stringify(played);
    if (shown !== this.shown) {
      this.shown = shown;
      this.show(played);
      const position = Math.min(Math.floor(at), length);
      if (isKept) showWork({ courseId, lessonId: lesson.id }, { kind: 'media', played, position });
    }
    const enough = percentOf(union(playedBefore(lesson.work), played), length) >= percent;
    const isDue = this.now() - this.toldAt >= TOLD_EVERY && !this.media.paused;
    if ((enough && !this.enough && percent > 0) || isDue) this.tell();
    this.enough = enough;
  }

  private tell(): void {
    const { courseId, lesson, length, isKept, tellRefusals } = this.latest();
    const played = told(playedIn(this.state), length);
    const position = Math.min(Math.floor(this.media.currentTime), length);
    const words = JSON.stringify([played, position]);
    this.toldAt = this.now();
    if (!isKept || played.length === 0 || words === this.told) return;
    this.told = words;
    const report: PlayedReport = { courseId, lessonId: lesson.id, lesson: lesson.title, length, played, position };
    void tellReport(report).then(refused => {
      tellRefusals(refused);
      // It would be refused again, with everything that comes after it.
      if (refused.some(each => each.of === 'watching' && each.lessonId === lesson.id)) this.forget();
    });
  }

  private forget(): void {
    const { open } = this.state;
    this.state = { played: [], open: open && { ...open, from: open.to } };
    this.note('time');
  }
}
