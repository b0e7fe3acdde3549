import { useState } from 'react';
import { SelectField } from '../../../parts/fields';
import { FormDialog } from '../../../parts/form-dialog';
import { useText } from '../../../text';
import { holdersOf, move } from './model/moves';
import { type Found, itemOf } from './model/outline';
import type { EditorModel } from './use-editor';

interface MoveDialogProps {
  found: Extract<Found, { kind: 'module' | 'lesson' }>;
  editor: EditorModel;
  open: boolean;
  onClose: () => void;
}

/** Moves far at once: into any part or module, to its beginning or its end. */
export function MoveDialog({ found, editor, open, onClose }: MoveDialogProps) {
  const text = useText();
  const [holder, setHolder] = useState(found.parent.key);
  const [end, setEnd] = useState<'first' | 'last'>('last');
  const holders = holdersOf(editor.draft, found.kind);
  const item = itemOf(found);

  async function moveThere() {
    const chosen = holders.find(each => each.key === holder);
    if (!chosen) return;
    editor.alter(present =>
      move(present, item.key, { parent: chosen.key, index: end === 'first' ? 0 : chosen.children }),
    );
  }

  return (
    <FormDialog
      title={text('course.move-title', { title: item.title })}
      open={open}
      onClose={onClose}
      action={text('course.move-go')}
      onSubmit={moveThere}
    >
      <SelectField
        label={text(found.kind === 'lesson' ? 'course.module' : 'course.part')}
        value={holder}
        options={holders.map(({ key, title, within }) => ({
          value: key,
          label: within ? `${within} › ${title}` : title,
        }))}
        onChange={event => setHolder(event.target.value)}
      />
      <SelectField
        label={text('course.move-where')}
        value={end}
        options={[
          { value: 'first', label: text('course.move-first') },
          { value: 'last', label: text('course.move-last') },
        ]}
        onChange={event => setEnd(event.target.value === 'first' ? 'first' : 'last')}
      />
    </FormDialog>
  );
}
