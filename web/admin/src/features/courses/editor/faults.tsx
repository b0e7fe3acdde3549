import { useText } from '../../../text';
import style from './editor.module.css';
import { find, itemOf } from './model/outline';
import type { EditorModel } from './use-editor';
import type { Selection } from './use-selection';

/** Leads to what is wrong with an item; from now on everything that is missing is named. */
export function correct({ check }: EditorModel, { select }: Selection, key: string): void {
  check();
  select(key === 'course' ? undefined : key, 'fault');
}

interface FaultsProps {
  editor: EditorModel;
  selection: Selection;
  /** Closes the dialog in which they stand; what was written there stays. */
  onLeave: () => void;
}

/** What has to be corrected first, and the way to it. */
export function Faults({ editor, selection, onLeave }: FaultsProps) {
  const text = useText();
  function titleOf(key: string): string {
    const found = find(editor.draft, key);
    return found ? itemOf(found).title.trim() || text('course.untitled') : text('course.details');
  }
  return (
    <div className={style.fault}>
      <p>{text('course.faults-first')}</p>
      <ul className={style.faults}>
        {[...editor.faults].map(([key, fault]) => (
          <li key={key}>
            <button
              type="button"
              className={style.inline}
              onClick={() => {
                onLeave();
                correct(editor, selection, key);
              }}
            >
              {titleOf(key)}
            </button>
            {': '}
            {text(`course.fault.${fault}`)}
          </li>
        ))}
      </ul>
    </div>
  );
}
