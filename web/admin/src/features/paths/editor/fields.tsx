import { TextArea, TextField } from '../../../parts/fields';
import layout from '../../../parts/layout.module.css';
import { useText } from '../../../text';
import { Groups } from '../../courses/editor/details/groups';
import { Options } from '../../courses/editor/details/options';
import type { PathForm } from './use-path-form';

const ORDERS = ['free', 'in_order'] as const;

/** What a path is called and about, for whom it is, and in what order it is taken. */
export function Fields({ form, readOnly }: { form: PathForm; readOnly: boolean }) {
  const text = useText();
  const { draft, set } = form;
  return (
    <div className={layout.form}>
      <TextField
        label={text('courses.name')}
        value={draft.title}
        maxLength={200}
        required
        readOnly={readOnly}
        error={draft.title.trim() === '' ? text('course.fault.title') : undefined}
        onChange={event => set('title', event.target.value)}
      />
      <TextArea
        label={text('courses.summary')}
        hint={text('path.summary-hint')}
        value={draft.summary}
        rows={4}
        maxLength={2000}
        readOnly={readOnly}
        onChange={event => set('summary', event.target.value)}
      />
      <Groups chosen={draft.groups} readOnly={readOnly} onChange={groups => set('groups', groups)} />
      <Options
        legend={text('path.order')}
        options={ORDERS.map(each => ({
          value: each,
          label: text(`path.order.${each}`),
          text: text(`path.order.${each}-text`),
        }))}
        value={draft.order}
        disabled={readOnly}
        onChange={order => set('order', order)}
      />
    </div>
  );
}
