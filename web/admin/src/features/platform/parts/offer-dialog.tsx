import { useState } from 'react';
import { useFormats } from 'shared/i18n/format';
import { showToast } from 'shared/parts/toasts';
import { TextArea, TextField } from '../../../parts/fields';
import { FormDialog } from '../../../parts/form-dialog';
import { useText } from '../../../text';
import { offerCourse, type PlatformCourse } from '../catalogue';

interface OfferDialogProps {
  course: PlatformCourse;
  onClose: () => void;
  onOffered: () => void;
}

/** Whoever vouches for a version is named to every workspace. */
export function OfferDialog({ course, onClose, onOffered }: OfferDialogProps) {
  const text = useText();
  const formats = useFormats();
  const { course_id, title, offer, version = 0 } = course;
  const [by, setBy] = useState(offer?.validation.by ?? '');
  const [note, setNote] = useState('');
  return (
    <FormDialog
      title={text('offer.title', { title })}
      open
      onClose={onClose}
      action={text('offer.go', { version: formats.number(version) })}
      ready={by.trim() !== ''}
      onSubmit={async () => {
        const said = note.trim();
        await offerCourse(course_id, { validated_by: by.trim(), ...(said && { note: said }) });
        showToast(text('offer.done', { title }));
        onOffered();
      }}
    >
      <p>{text(offer ? 'offer.means-revised' : 'offer.means', { version: formats.number(version) })}</p>
      <TextField
        label={text('global.validated-by')}
        hint={text('offer.by-hint')}
        value={by}
        maxLength={200}
        required
        onChange={event => setBy(event.target.value)}
      />
      <TextArea
        label={text('offer.note')}
        hint={text('offer.note-hint')}
        value={note}
        maxLength={500}
        rows={3}
        onChange={event => setNote(event.target.value)}
      />
    </FormDialog>
  );
}
