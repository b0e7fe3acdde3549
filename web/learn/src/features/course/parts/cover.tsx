import { useState } from 'react';
import type { Schema } from 'shared/api/schemas';
import { DrawnCover } from 'shared/cover/drawn-cover';
import { keptPicture } from '../../../offline/pictures';
import { useKept } from '../../../offline/use-kept';
import { useSteadyAddress } from '../steady-address';
import style from './cover.module.css';

interface CoverProps {
  courseId: string;
  title: string;
  cover?: Schema<'CourseSummary'>['cover'];
  className?: string | undefined;
}

/** The picture that an author has chosen, else the drawn one, also where the picture does not come. It is decoration, and says nothing. */
export function Cover({ courseId, title, cover, className = '' }: CoverProps) {
  const address = useSteadyAddress(cover?.address);
  // What has not come once may come under a newer address.
  const [failed, setFailed] = useState<string>();
  const source = address === failed ? cover?.address : address;
  const [kept] = useKept(source === failed ? source : undefined, keptPicture);
  if (kept) return <img className={`${style.picture} ${className}`} src={kept.address} alt="" decoding="async" />;
  if (source === undefined || source === failed)
    return <DrawnCover courseId={courseId} title={title} className={className} />;
  return (
    <img
      className={`${style.picture} ${className}`}
      src={source}
      alt=""
      loading="lazy"
      decoding="async"
      onError={() => setFailed(source)}
    />
  );
}
