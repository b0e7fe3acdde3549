import { useState } from 'react';
import { buttonLook } from 'shared/parts/button';
import { TextField } from '../../../../parts/fields';
import { PanelIcon } from '../../../../parts/panel-icon';
import { useText } from '../../../../text';
import { addressOf } from './address';
import type { ContentEditorProps, ContentOf, KindOfLesson } from './kind';

function LinkEditor({ content, readOnly, error, onChange }: ContentEditorProps<'link'>) {
  const text = useText();
  const [left, setLeft] = useState(false);
  const isWrong = content.address.trim() !== '' && addressOf(content.address) === undefined;
  return (
    <TextField
      type="url"
      inputMode="url"
      label={text('course.address')}
      hint={text('course.address-hint')}
      placeholder="https://"
      value={content.address}
      maxLength={2000}
      error={error ?? (left && isWrong ? text('course.fault.address') : undefined)}
      readOnly={readOnly}
      autoComplete="off"
      spellCheck={false}
      dir="ltr"
      onChange={event => onChange({ kind: 'link', address: event.target.value })}
      onFocus={() => setLeft(false)}
      onBlur={() => {
        setLeft(true);
        const address = addressOf(content.address);
        if (!readOnly && address !== undefined && address !== content.address) onChange({ kind: 'link', address });
      }}
    />
  );
}

function LinkPreview({ content }: { content: ContentOf<'link'> }) {
  const text = useText();
  const address = addressOf(content.address);
  if (address === undefined) return null;
  return (
    <p>
      <a className={buttonLook('main')} href={address} target="_blank" rel="noreferrer">
        {text('course.open-link', { host: new URL(address).hostname })}
        <PanelIcon name="external" size={16} />
      </a>
    </p>
  );
}

/** A page elsewhere. */
export const LINK: KindOfLesson<'link'> = {
  name: 'course.kind.link',
  purpose: 'course.kind.link-text',
  picture:
    'M10.500 13.500a3.500 3.500 0 0 0 5 0l3-3a3.540 3.540 0 0 0-5-5l-1 1M13.500 10.500a3.500 3.500 0 0 0-5 0l-3 3a3.540 3.540 0 0 0 5 5l1-1',
  needsText: false,
  empty: { kind: 'link', address: '' },
  text: ({ address }) => addressOf(address) ?? address.trim(),
  sent: ({ address }) => ({ kind: 'link', address: addressOf(address) ?? address.trim() }),
  fault: ({ address }) => (addressOf(address) === undefined ? 'address' : undefined),
  Editor: LinkEditor,
  Preview: LinkPreview,
};
