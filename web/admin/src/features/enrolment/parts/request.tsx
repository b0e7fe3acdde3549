import { useMutation } from '@tanstack/react-query';
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { hasStatus } from 'shared/api/problem';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { ProblemNote } from 'shared/parts/problem-note';
import { showToast } from 'shared/parts/toasts';
import { Badge, type BadgeTone } from '../../../parts/badge';
import layout from '../../../parts/layout.module.css';
import { PanelIcon } from '../../../parts/panel-icon';
import { useText } from '../../../text';
import type { MemberRequest } from '../queries';
import { DeclineDialog } from './decline-dialog';
import { type Decide, type Fate, keyOf } from './queue';
import style from './queue.module.css';

const TONES: Record<Fate, BadgeTone> = { approved: 'good', declined: 'plain', withdrawn: 'plain' };

interface RequestProps {
  request: MemberRequest;
  fate: Fate | undefined;
  decide: Decide | false;
  memberLink: ReactNode;
  onSettled: (fate: Fate) => void;
}

/** Who asks for what, and why; approved with one press. */
export function Request({ request, fate, decide, memberLink, onSettled }: RequestProps) {
  const text = useText();
  const formats = useFormats();
  const { course_id, title, note, requested_at, is_offered } = request;
  return (
    <li className={style.request} data-request={keyOf(request)} data-settled={fate !== undefined || undefined}>
      <div className={style.words}>
        <p className={style.who}>
          {memberLink}
          <span className={layout.small} title={formats.dateTime(requested_at)}>
            {formats.ago(requested_at)}
          </span>
        </p>
        <p className={style.course}>
          <a href={`/courses/${course_id}`} target="_blank" rel="noreferrer">
            {title}
            <PanelIcon name="external" size={14} />
            <span className="visually-hidden">{text('requests.new-tab')}</span>
          </a>
        </p>
        {note && <blockquote className={style.note}>{note}</blockquote>}
        {!is_offered && <p className={layout.small}>{text('requests.not-offered')}</p>}
      </div>
      {fate && <Badge tone={TONES[fate]}>{text(`requests.${fate}`)}</Badge>}
      {!fate && decide && <Decisions request={request} decide={decide} onSettled={onSettled} />}
    </li>
  );
}

/** A key that is held would decide about the next one as well, which then has the focus. */
function onlyOnce(event: KeyboardEvent) {
  if (event.repeat) event.preventDefault();
}

interface DecisionsProps {
  request: MemberRequest;
  decide: Decide;
  onSettled: (fate: Fate) => void;
}

function Decisions({ request, decide, onSettled }: DecisionsProps) {
  const text = useText();
  const id = useId();
  const [declining, setDeclining] = useState(false);
  const { name, title, is_offered } = request;
  const approve = useMutation({
    mutationFn: () => decide(request, { decision: 'approved' }),
    onSuccess: () => {
      showToast(text('requests.approved-toast', { name, title }));
      onSettled('approved');
    },
    onError: error => {
      if (hasStatus(error, 404)) onSettled('withdrawn');
    },
  });

  async function decline(reason: string) {
    try {
      await decide(request, { decision: 'declined', reason });
      showToast(text('requests.declined-toast', { name, title }));
      onSettled('declined');
    } catch (error) {
      if (!hasStatus(error, 404)) throw error;
      onSettled('withdrawn');
    }
  }

  return (
    <>
      <div className={style.decisions}>
        {is_offered && (
          <Button
            look="main"
            data-decides
            aria-label={text('requests.approve-what', { name, title })}
            aria-describedby={approve.error ? id : undefined}
            busy={approve.isPending}
            onKeyDown={onlyOnce}
            onClick={() => approve.mutate()}
          >
            {text('requests.approve')}
          </Button>
        )}
        <Button
          {...(!is_offered && { 'data-decides': true })}
          aria-label={text('requests.decline-what', { name, title })}
          onKeyDown={onlyOnce}
          onClick={() => setDeclining(true)}
        >
          {text('requests.decline')}
        </Button>
      </div>
      {approve.error && (
        <div id={id} className={style.problem}>
          <ProblemNote error={approve.error} />
        </div>
      )}
      <DeclineDialog request={request} open={declining} onClose={() => setDeclining(false)} onDecline={decline} />
    </>
  );
}
