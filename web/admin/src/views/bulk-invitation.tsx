import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'shared/parts/button';
import { Card } from '../parts/card';
import { parseCsv } from '../parts/csv';
import { TextArea } from '../parts/fields';
import layout from '../parts/layout.module.css';
import { PageHead } from '../parts/page-head';
import { useText } from '../text';
import style from './bulk-invitation.module.css';
import { BulkResults } from './people/bulk-results';
import { type BulkRow, readRows, writeRows } from './people/bulk-rows';
import { sendRows } from './people/send-rows';

/** Many invitations at once, each with a result of its own. */
export default function BulkInvitation() {
  const text = useText();
  const client = useQueryClient();
  const [content, setContent] = useState('');
  const [rows, setRows] = useState<readonly BulkRow[]>();
  const [stop, setStop] = useState<AbortController>();
  const [error, setError] = useState<unknown>();
  const [key, setKey] = useState('');
  const read = readRows(parseCsv(content));

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
            setRows(undefined);
          }}
          onAgain={() => {
            setContent('');
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
              onChange={async event => setContent((await event.target.files?.[0]?.text()) ?? content)}
            />
          </div>
          {read.faults.length > 0 && (
            <ul className={style.faults} role="alert">
              {read.faults.slice(0, 5).map(line => (
                <li key={line}>{text('bulk.fault', { line })}</li>
              ))}
              {read.faults.length > 5 && <li>{text('bulk.more-faults', { count: read.faults.length - 5 })}</li>}
            </ul>
          )}
          <div className={layout.ends}>
            <span className={layout.small} role="status">
              {text('bulk.count', { count: read.rows.length })}
            </span>
            <Button
              look="main"
              aria-disabled={read.rows.length === 0 || undefined}
              onClick={() => read.rows.length > 0 && begin()}
            >
              {text('bulk.send')}
            </Button>
          </div>
        </Card>
      )}
    </>
  );
}
