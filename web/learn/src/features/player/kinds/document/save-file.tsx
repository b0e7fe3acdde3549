import { useState } from 'react';
import type { Schema } from 'shared/api/schemas';
import { Button } from 'shared/parts/button';
import { Icon } from 'shared/parts/icon';
import { showToast } from 'shared/parts/toasts';
import { useText } from '../../../../text';
import { useFileAddress } from '../use-file-address';
import type { LessonFile } from './lesson-file';

interface SaveFileProps {
  courseId: string;
  lesson: Schema<'LessonContent'>;
  file: LessonFile;
  look?: 'main' | 'plain';
}

/** Files lie at another address, from which a link would open them: so the page fetches them, and hands them on by their name. */
async function load(address: string): Promise<Blob> {
  const response = await fetch(address, { credentials: 'omit' });
  if (!response.ok) throw new Error(`the file did not come: ${response.status}`);
  return response.blob();
}

function handOver(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Saves a file, if it may be saved. */
export function SaveFile({ courseId, lesson, file, look = 'plain' }: SaveFileProps) {
  const text = useText();
  const address = useFileAddress(courseId, lesson, file.digest, 'save_address');
  const [busy, setBusy] = useState(false);

  async function save() {
    setBusy(true);
    try {
      const bytes =
        address.kept ??
        (await load(address.address ?? '').catch(async error => {
          const next = await address.renew();
          if (next === undefined) throw error;
          return load(next);
        }));
      handOver(bytes, file.file_name);
    } catch {
      showToast(text('document.not-saved'), 'bad');
    } finally {
      setBusy(false);
    }
  }

  if (!file.save_address) return null;
  return (
    <Button look={look} busy={busy} icon={<Icon name="download" size={18} />} onClick={save}>
      {text('document.save')}
      <span className="visually-hidden"> {file.file_name}</span>
    </Button>
  );
}
