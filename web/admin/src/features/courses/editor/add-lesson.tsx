import { type FormEvent, useState } from 'react';
import { Button } from 'shared/parts/button';
import { Dialog } from 'shared/parts/dialog';
import layout from '../../../parts/layout.module.css';
import { useText } from '../../../text';
import { KIND_NAMES, kindOf } from './content/kinds';
import { Options } from './details/options';
import { KindIcon } from './kind-icon';
import type { LessonKind } from './model/draft';

interface AddLessonProps {
  open: boolean;
  onClose: () => void;
  onAdd: (kind: LessonKind) => void;
}

/** Asks of which kind a new lesson is to be. Enter takes a page, which most are. */
export function AddLesson({ open, onClose, onAdd }: AddLessonProps) {
  const text = useText();
  return (
    <Dialog title={text('course.add-lesson')} open={open} onClose={onClose}>
      <Kinds onClose={onClose} onAdd={onAdd} />
    </Dialog>
  );
}

function Kinds({ onClose, onAdd }: Omit<AddLessonProps, 'open'>) {
  const text = useText();
  const [kind, setKind] = useState<LessonKind>('page');

  function submit(event: FormEvent) {
    event.preventDefault();
    onAdd(kind);
  }

  return (
    <form className={layout.form} onSubmit={submit}>
      <Options
        legend={text('course.kind')}
        hideLegend
        options={KIND_NAMES.map(name => ({
          value: name,
          label: text(kindOf(name).name),
          text: text(kindOf(name).purpose),
          picture: <KindIcon kind={name} />,
        }))}
        value={kind}
        onChange={setKind}
      />
      <div className={layout.ends}>
        <Button onClick={onClose}>{text('cancel')}</Button>
        <Button type="submit" look="main">
          {text('course.add-lesson')}
        </Button>
      </div>
    </form>
  );
}
