import type { EditorView } from 'prosemirror-view';
import { useState } from 'react';
import { TextField } from '../../../../parts/fields';
import { FormDialog } from '../../../../parts/form-dialog';
import { useText } from '../../../../text';
import { linkAt, setLink } from './commands';

interface LinkDialogProps {
  view: EditorView;
  open: boolean;
  onClose: () => void;
}

const SCHEME = /^(?:[a-z][a-z0-9+.-]*:(?!\d)|[#/.])/i;
const HOST = /^[^\s/]+\.[a-z]{2,}(?:[:/?#]|$)/i;

/** What looks like a site and has no scheme is one of the web. */
function addressOf(typed: string): string {
  const address = typed.trim();
  return !SCHEME.test(address) && HOST.test(address) && !address.endsWith('.md') ? `https://${address}` : address;
}

/** Where the words that are selected lead; without words, what they are. */
export function LinkDialog({ view, open, onClose }: LinkDialogProps) {
  const text = useText();
  const [place] = useState(() => linkAt(view.state));
  const [href, setHref] = useState(place.href);
  const [words, setWords] = useState('');

  async function submit() {
    setLink(place, addressOf(href), words.trim())(view.state, view.dispatch);
    // The dialog gives the focus back first.
    setTimeout(() => view.focus());
  }

  return (
    <FormDialog
      title={text('mark.link')}
      open={open}
      onClose={onClose}
      action={text('block.link-set')}
      ready={href.trim() !== '' || place.href !== ''}
      onSubmit={submit}
    >
      <TextField
        label={text('block.link-address')}
        hint={text('block.link-hint')}
        value={href}
        inputMode="url"
        autoCapitalize="off"
        spellCheck={false}
        onChange={event => setHref(event.target.value)}
      />
      {place.from === place.to && (
        <TextField label={text('block.link-words')} value={words} onChange={event => setWords(event.target.value)} />
      )}
    </FormDialog>
  );
}
