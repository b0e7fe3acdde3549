import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Schema } from 'shared/api/schemas';
import { keptFile } from '../../../offline/files';
import { useKept } from '../../../offline/use-kept';
import { usePreview } from '../../course/preview';
import { lessonQuery } from '../../course/queries';

type Lesson = Schema<'LessonContent'>;

/** What browsers show is read at one address, and saved from another. */
type Use = 'address' | 'save_address';

function addressIn(lesson: Lesson | undefined, digest: string, use: Use): string | undefined {
  return lesson?.files?.find(file => file.digest === digest)?.[use] ?? undefined;
}

export interface SteadyAddress {
  /** The same one as long as it works: another signature would load everything again. */
  address: string | undefined;
  /** The file itself, where it lies on this device: nothing has to be loaded then. */
  kept: Blob | undefined;
  /** It is being found out where the file is. */
  isLooking: boolean;
  /** Another one has not helped. */
  failed: boolean;
  /** It has grown old, or the network was lost: the lesson is asked for again. */
  renew: () => Promise<string | undefined>;
  /** Something has come from there: nobody waits for it any more. */
  arrived: () => void;
  /** It works: when it fails the next time, that is another time. */
  confirm: () => void;
  /** No other address would help. */
  giveUp: () => void;
}

/** The address of a lesson's file, which is asked for anew when it works no more. */
export function useFileAddress(courseId: string, lesson: Lesson, digest: string, use: Use = 'address'): SteadyAddress {
  const client = useQueryClient();
  const preview = usePreview();
  const [kept, letGo] = useKept(digest, keptFile);
  const [given, setGiven] = useState(() => addressIn(lesson, digest, use));
  const [failed, setFailed] = useState(false);
  const tries = useRef(0);

  async function renew(): Promise<string | undefined> {
    tries.current += 1;
    const query = { ...lessonQuery(courseId, lesson.id, preview), staleTime: 0 };
    const fresh = await client.fetchQuery(query).catch(() => undefined);
    const next = addressIn(fresh, digest, use);
    // Kept for offline reading, it is the old one again.
    const isNew = next !== undefined && (next !== given || kept) && tries.current < 3;
    setFailed(!isNew);
    if (!isNew) return undefined;
    setGiven(next);
    letGo();
    return next;
  }

  return {
    address: kept === null ? given : kept?.address,
    kept: kept?.file,
    isLooking: kept === undefined,
    failed,
    renew: () => {
      if (failed) tries.current = 0;
      return renew();
    },
    arrived: () => setFailed(false),
    confirm: () => {
      tries.current = 0;
    },
    giveUp: () => setFailed(true),
  };
}
