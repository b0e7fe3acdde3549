import { queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Schema } from 'shared/api/schemas';
import { useLocale } from 'shared/i18n/text';
import { keep, kept } from 'shared/session/storage';
import { keptFile } from '../../../../offline/files';
import type { Content } from '../kind';
import { type Cue, cuesOf, textIn } from './captions';

type Lesson = Schema<'LessonContent'>;

export interface Captions {
  languages: readonly string[];
  /** The language of the transcript, and of the captions if they are on. */
  language: string | undefined;
  isOn: boolean;
  cues: readonly Cue[] | undefined;
  failed: boolean;
  retry: () => void;
  /** Takes another language for the transcript. */
  read: (language: string) => void;
  /** Nothing switches the captions off. */
  choose: (language: string | undefined) => void;
}

function captionsQuery(lesson: Lesson, digest: string | undefined) {
  const file = lesson.files?.find(each => each.digest === digest);
  const address = file?.address ?? file?.save_address ?? undefined;
  return queryOptions({
    queryKey: ['captions', digest ?? ''],
    enabled: address !== undefined,
    queryFn: async ({ signal }): Promise<Cue[]> => {
      const here = await keptFile(digest ?? '');
      if (here) return cuesOf(textIn(await here.arrayBuffer()));
      const response = await fetch(address ?? '', { credentials: 'omit', signal });
      if (!response.ok) throw new Error(`the captions did not come: ${response.status}`);
      return cuesOf(textIn(await response.arrayBuffer()));
    },
    // A digest names the same captions for ever.
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
  });
}

const baseOf = (tag: string) => tag.split('-')[0];

/** The captions of a lesson in the language that the member has chosen, else in theirs, else in the lesson's. */
export function useCaptions(
  lesson: Lesson,
  content: Content<'video' | 'audio'>,
  onRetry: () => Promise<unknown>,
): Captions {
  const locale = useLocale();
  const [chosen, setChosen] = useState(() => kept('captions') ?? '');
  const [isOn, setOn] = useState(() => (kept('captions') ?? '') !== '');
  const languages = (content.captions ?? []).map(each => each.language);
  const like = (wanted: string | null | undefined) =>
    wanted
      ? (languages.find(tag => tag === wanted) ?? languages.find(tag => baseOf(tag) === baseOf(wanted)))
      : undefined;
  const language = like(chosen) ?? like(locale) ?? like(lesson.language) ?? languages[0];
  const digest = content.captions?.find(each => each.language === language)?.file;
  const cues = useQuery(captionsQuery(lesson, digest));
  return {
    languages,
    language,
    isOn: isOn && language !== undefined,
    cues: cues.data,
    failed: cues.isError,
    retry: () => void onRetry().then(() => cues.refetch()),
    read: setChosen,
    choose(next) {
      keep('captions', next ?? '');
      if (next !== undefined) setChosen(next);
      setOn(next !== undefined);
    },
  };
}

/** Words are words, not marks. */
function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Shows captions in the picture. Tracks cannot be taken from an element again: each language has one, which is made once. */
export function useTrack(media: HTMLMediaElement | null, { isOn, language, cues }: Captions): void {
  useEffect(() => {
    if (!media || !isOn || !cues || language === undefined) return;
    const known = [...media.textTracks].find(each => each.language === language);
    const track = known ?? media.addTextTrack('captions', language, language);
    track.mode = 'showing';
    if (!track.cues?.length) for (const { from, to, words } of cues) track.addCue(new VTTCue(from, to, escaped(words)));
    return () => {
      track.mode = 'disabled';
    };
  }, [media, isOn, language, cues]);
}
