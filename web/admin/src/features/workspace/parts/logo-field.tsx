import { useId, useRef, useState } from 'react';
import { Button } from 'shared/parts/button';
import { Note } from 'shared/parts/problem-note';
import { useText } from '../../../text';
import style from './logo-field.module.css';
import { logoPicture } from './logo-picture';

interface LogoFieldProps {
  /** A data URL, or nothing. */
  value: string;
  onChange: (value: string) => void;
}

/** A picture from this device, made as small as it must be. */
export function LogoField({ value, onChange }: LogoFieldProps) {
  const text = useText();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [unreadable, setUnreadable] = useState(false);

  async function choose(files: FileList | null) {
    const file = files?.[0];
    if (!file) return;
    const picture = await logoPicture(file);
    setUnreadable(!picture);
    if (picture) onChange(picture);
  }

  return (
    <div className={style.field}>
      <span className={style.label}>{text('logo')}</span>
      <div className={style.row}>
        <input
          ref={input}
          id={id}
          type="file"
          className="visually-hidden"
          tabIndex={-1}
          accept="image/png,image/jpeg,image/webp"
          aria-label={text('logo')}
          onChange={event => {
            void choose(event.target.files);
            event.target.value = '';
          }}
        />
        <Button aria-describedby={`${id}-hint`} onClick={() => input.current?.click()}>
          {text('logo.choose')}
        </Button>
        {value && (
          <Button look="quiet" onClick={() => onChange('')}>
            {text('logo.remove')}
          </Button>
        )}
      </div>
      <p id={`${id}-hint`} className={style.hint}>
        {text('logo.hint')}
      </p>
      {unreadable && <Note kind="bad">{text('logo.unreadable')}</Note>}
    </div>
  );
}
