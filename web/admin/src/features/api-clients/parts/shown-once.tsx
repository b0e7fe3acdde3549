import { Button } from 'shared/parts/button';
import { Dialog } from 'shared/parts/dialog';
import { Note } from 'shared/parts/problem-note';
import { Copy } from '../../../parts/copy';
import layout from '../../../parts/layout.module.css';
import { useText } from '../../../text';

export interface Credentials {
  name: string;
  clientId: string;
  /** Absent when an earlier request had made the program already: its secret has been shown. */
  secret: string | undefined;
  tokenUrl: string | undefined;
}

/** The only time that a secret can be seen: it closes by its own button, never by a slip. */
export function ShownOnce({ credentials, onClose }: { credentials: Credentials | undefined; onClose: () => void }) {
  const text = useText();
  return (
    <Dialog title={text('secret.title', { name: credentials?.name ?? '' })} open={credentials !== undefined}>
      {credentials && (
        <>
          <Note kind="info">{text(credentials.secret ? 'secret.lead' : 'secret.gone')}</Note>
          <Copy label={text('secret.id')} value={credentials.clientId} />
          {credentials.secret && <Copy label={text('secret')} value={credentials.secret} />}
          {credentials.tokenUrl && <Copy label={text('secret.token-url')} value={credentials.tokenUrl} />}
          <div className={layout.ends}>
            <Button look="main" onClick={onClose}>
              {text('secret.stored')}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}
