import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { useProblemText } from 'shared/parts/problem-note';
import { Failure, State } from 'shared/parts/state';
import { showToast } from 'shared/parts/toasts';
import { Card } from '../../../parts/card';
import layout from '../../../parts/layout.module.css';
import { PageHead } from '../../../parts/page-head';
import { ViewWaiting } from '../../../shell/view-waiting';
import { useText } from '../../../text';
import { deadLettersQuery } from '../queries';
import style from './dead-letters.module.css';

/** Messages that no consumer could handle, queue by queue. */
export default function DeadLetters() {
  const text = useText();
  const letters = useQuery(deadLettersQuery);
  if (letters.isPending) return <ViewWaiting />;
  return (
    <>
      <PageHead
        title={text('letters')}
        lead={text('letters.lead')}
        actions={
          <Button busy={letters.isFetching} onClick={() => void letters.refetch()}>
            {text('reload')}
          </Button>
        }
      />
      {letters.error ? (
        <Failure error={letters.error} onRetry={() => letters.refetch()} busy={letters.isFetching} />
      ) : letters.data.items.length === 0 ? (
        <State icon="check" title={text('letters.empty')}>
          {text('letters.empty-text')}
        </State>
      ) : (
        <div className={layout.stack}>
          {letters.data.items.map(queue => (
            <Queue key={queue.queue} queue={queue} />
          ))}
        </div>
      )}
    </>
  );
}

function Queue({ queue }: { queue: Schema<'DeadLetters'> }) {
  const text = useText();
  const formats = useFormats();
  const client = useQueryClient();
  const problemText = useProblemText();
  const redrive = useMutation({
    mutationFn: () =>
      answered(api.POST('/v1/platform/dead-letters/{queue}/redrive', { params: { path: { queue: queue.queue } } })),
    onSuccess: async () => {
      showToast(text('letters.redriven', { queue: queue.queue }));
      await client.invalidateQueries({ queryKey: deadLettersQuery.queryKey });
    },
    onError: error => showToast(problemText(error), 'bad'),
  });
  return (
    <Card
      title={queue.queue}
      lead={text('letters.count', { count: queue.messages.length, shown: formats.number(queue.messages.length) })}
      actions={
        <Button
          look="main"
          aria-label={text('letters.redrive-what', { queue: queue.queue })}
          busy={redrive.isPending}
          onClick={() => redrive.mutate()}
        >
          {text('letters.redrive')}
        </Button>
      }
    >
      <ul className={style.letters}>
        {queue.messages.map(message => (
          <li key={message.id}>
            <details>
              <summary>
                <code className={layout.code}>{message.id}</code>
                <span className={layout.small}>
                  {formats.dateTime(sentAt(message))}
                  {' · '}
                  {formats.ago(sentAt(message))}
                  {' · '}
                  {text('letters.receives', { count: Number(message.receives) })}
                </span>
              </summary>
              <pre className={style.body}>{pretty(message.body)}</pre>
            </details>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function sentAt({ sent_at_ms }: Schema<'DeadLetter'>): string {
  return new Date(Number(sent_at_ms)).toISOString();
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
