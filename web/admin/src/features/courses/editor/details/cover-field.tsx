import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { DrawnCover } from 'shared/cover/drawn-cover';
import { useText } from '../../../../text';
import { FileField } from '../../../files/parts/file-field';
import { fileQuery } from '../../../files/queries';
import style from './cover-field.module.css';

interface CoverFieldProps {
  courseId: string;
  title: string;
  /** The digest of a picture, or nothing. */
  value: string;
  error: string | undefined;
  readOnly: boolean;
  onChange: (digest: string) => void;
}

/** The picture of a course, beside the one that is drawn where there is none. */
export function CoverField({ courseId, title, value, error, readOnly, onChange }: CoverFieldProps) {
  const text = useText();
  const around = useRef<HTMLDivElement>(null);

  function remove() {
    onChange('');
    requestAnimationFrame(() => around.current?.querySelector('button')?.focus());
  }

  const drawn = (
    <figure className={style.figure}>
      <DrawnCover courseId={courseId} title={title} className={style.picture} />
      <figcaption>{text(value ? 'course.cover-drawn-else' : 'course.cover-drawn')}</figcaption>
    </figure>
  );
  return (
    <div ref={around} className={style.cover}>
      <FileField
        slot={`${courseId}/cover`}
        kind="picture"
        label={text('course.cover')}
        value={value}
        error={error}
        readOnly={readOnly}
        onChosen={file => onChange(file.digest)}
        onRemove={value ? remove : undefined}
      >
        <div className={style.both}>
          <Picture key={value} digest={value} />
          {drawn}
        </div>
      </FileField>
      {!value && drawn}
    </div>
  );
}

function Picture({ digest }: { digest: string }) {
  const text = useText();
  const file = useQuery(fileQuery(digest));
  const [failed, setFailed] = useState(false);
  const { address, file_name } = file.data ?? {};
  return (
    <figure className={style.figure}>
      {address && !failed ? (
        <img src={address} alt="" className={style.picture} onError={() => setFailed(true)} />
      ) : (
        <div className={style.picture} />
      )}
      <figcaption>{file.error || failed ? text('file.unknown') : (file_name ?? text('loading'))}</figcaption>
    </figure>
  );
}
