import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { roleValues } from 'shared/api/schema';
import { Button } from 'shared/parts/button';
import { Card } from '../../../parts/card';
import { CheckField, SelectField, TextArea } from '../../../parts/fields';
import layout from '../../../parts/layout.module.css';
import { PageHead } from '../../../parts/page-head';
import { useText } from '../../../text';
import { BulkResults } from '../parts/bulk-results';
import { type BulkRow, type Fault, readRows, roleBy, writeRows } from '../parts/bulk-rows';
import { ENCODINGS, type Encoding, readPeopleFile } from '../parts/people-file';
import { PeoplePreview } from '../parts/people-preview';
import { sendRows } from '../parts/send-rows';
import { useRoleNames } from '../parts/words';
import style from './bulk-invitation.module.css';

/** A file whose encoding is a guess; nothing is sent before somebody has looked at the names. */
interface Guess {
  bytes: Uint8Array;
  encoding: Encoding;
  confirmed: boolean;
}

/** Many invitations at once, each with a result of its own. */
export default function BulkInvitation() {
  const text = useText();
  const client = useQueryClient();
  const [content, setContent] = useState('');
  const [rows, setRows] = useState<readonly BulkRow[]>();
  const [stop, setStop] = useState<AbortController>();
  const [error, setError] = useState<unknown>();
  const [key, setKey] = useState('');
  const [guess, setGuess] = useState<Guess>();
  const [unreadable, setUnreadable] = useState(false);
  const roleName = useRoleNames();
  const read = useMemo(
    () => readRows(content, roleBy(new Map(roleValues.map(role => [role, roleName(role)])))),
    [content, roleName],
  );
  const ready = read.rows.length > 0 && guess?.confirmed !== false;

  function take(bytes: Uint8Array, encoding?: Encoding) {
    try {
      const { text: found, guessed } = readPeopleFile(bytes, encoding);
      setContent(found);
      setGuess(guessed && { bytes, encoding: guessed, confirmed: false });
      setUnreadable(false);
    } catch {
      setContent('');
      setGuess(undefined);
      setUnreadable(true);
    }
  }

  async function send(wanted: readonly BulkRow[], attempt: string) {
    const controller = new AbortController();
    setStop(controller);
    setError(undefined);
    try {
      await sendRows(wanted, attempt, setRows, controller.signal);
    } catch (refused) {
      if (!controller.signal.aborted) setError(refused);
    } finally {
      setStop(undefined);
      await client.invalidateQueries({ queryKey: ['people'] });
    }
  }

  function begin() {
    const attempt = crypto.randomUUID();
    setKey(attempt);
    void send(read.rows, attempt);
  }

  return (
    <>
      <PageHead title={text('bulk.title')} lead={text('bulk.lead')} above={{ to: '/people', label: text('people') }} />
      {rows ? (
        <BulkResults
          rows={rows}
          error={error}
          running={stop !== undefined}
          onStop={() => stop?.abort()}
          onResume={() => void send(rows, key)}
          onCorrect={refused => {
            setContent(writeRows(refused));
            setGuess(undefined);
            setRows(undefined);
          }}
          onAgain={() => {
            setContent('');
            setGuess(undefined);
            setRows(undefined);
          }}
        />
      ) : (
        <Card title={text('bulk.paste')} lead={text('bulk.format')}>
          <pre className={style.example}>{text('bulk.example')}</pre>
          <TextArea
            label={text('bulk.rows')}
            value={content}
            rows={10}
            spellCheck={false}
            onChange={event => setContent(event.target.value)}
          />
          <div className={style.file}>
            <label htmlFor="bulk-file">{text('bulk.file')}</label>
            <input
              id="bulk-file"
              type="file"
              accept=".csv,.txt,text/csv,text/plain"
              onChange={async event => {
                const file = event.target.files?.[0];
                if (file) take(new Uint8Array(await file.arrayBuffer()));
              }}
            />
          </div>
          {unreadable && (
            <p className={style.faults} role="alert">
              {text('bulk.unreadable')}
            </p>
          )}
          {guess && (
            <fieldset className={style.guess}>
              <legend>{text('bulk.guessed')}</legend>
              <SelectField
                label={text('bulk.encoding')}
                value={guess.encoding}
                options={ENCODINGS.map(each => ({ value: each, label: text(`bulk.encoding.${each}`) }))}
                onChange={event =>
                  take(
                    guess.bytes,
                    ENCODINGS.find(each => each === event.target.value),
                  )
                }
              />
              <CheckField
                label={text('bulk.names-right')}
                checked={guess.confirmed}
                onChange={() => setGuess({ ...guess, confirmed: !guess.confirmed })}
              />
            </fieldset>
          )}
          <Faults faults={read.faults} />
          <PeoplePreview rows={read.rows} />
          <div className={layout.ends}>
            <span className={layout.small} role="status">
              {text('bulk.count', { count: read.rows.length })}
            </span>
            <Button look="main" aria-disabled={!ready || undefined} onClick={() => ready && begin()}>
              {text('bulk.send')}
            </Button>
          </div>
        </Card>
      )}
    </>
  );
}

const SHOWN = 5;

function Faults({ faults }: { faults: readonly Fault[] }) {
  const text = useText();
  if (faults.length === 0) return null;
  const words = (fault: Fault) =>
    fault.kind === 'twice'
      ? text('bulk.fault.twice', { line: fault.line, first: fault.first })
      : text(`bulk.fault.${fault.kind}`, { line: fault.line });
  return (
    <ul className={style.faults} role="alert">
      {faults.slice(0, SHOWN).map(fault => (
        <li key={fault.line}>{words(fault)}</li>
      ))}
      {faults.length > SHOWN && <li>{text('bulk.more-faults', { count: faults.length - SHOWN })}</li>}
    </ul>
  );
}
