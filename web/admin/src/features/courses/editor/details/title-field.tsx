import { useEffect, useRef } from 'react';
import { TextField } from '../../../../parts/fields';
import { useText } from '../../../../text';
import type { Fault } from '../model/faults';
import type { Selection } from '../use-selection';

interface TitleFieldProps {
  label: string;
  value: string;
  fault: Fault | undefined;
  /** What the API says of it. */
  error?: string | undefined;
  /** What it is the title of; the course itself without one. */
  of: string | undefined;
  selection: Selection;
  readOnly: boolean;
  onChange: (title: string) => void;
}

/** The title of what is selected; takes the focus when something is new or to be renamed, or gives it to what is wrong. */
export function TitleField({ label, value, fault, error, of, selection, readOnly, onChange }: TitleFieldProps) {
  const text = useText();
  const around = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const wish = selection.takeFocusWish(of);
    if (!wish) return;
    const pane = around.current?.closest('section');
    const faulty = wish === 'fault' ? pane?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid]') : null;
    if (faulty) return faulty.focus();
    const input = around.current?.querySelector('input');
    input?.focus();
    input?.select();
  }, [selection.wishes, of]);
  const titleFault = fault === 'title' || fault === 'too-long' ? text(`course.fault.${fault}`) : undefined;
  return (
    <div ref={around}>
      <TextField
        label={label}
        value={value}
        error={titleFault ?? error}
        readOnly={readOnly}
        autoComplete="off"
        onChange={event => onChange(event.target.value)}
      />
    </div>
  );
}
