import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from 'shared/api/client';
import { answered, answeredWithVersion } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Confirm } from 'shared/parts/confirm';
import { useProblemText } from 'shared/parts/problem-note';
import { showToast } from 'shared/parts/toasts';
import { useMay, useMe } from '../../../access';
import { Card, Facts } from '../../../parts/card';
import layout from '../../../parts/layout.module.css';
import { useText } from '../../../text';
import { personQuery } from '../queries';

type Person = Schema<'Person'>;

/** Deactivation and back; the page and the lists follow. */
function useMemberState(member_id: string) {
  const client = useQueryClient();
  return async (state: Schema<'MemberState'>) => {
    const stored = await answeredWithVersion(
      api.PATCH('/v1/admin/people/{member_id}', { params: { path: { member_id } }, body: { state } }),
    );
    client.setQueryData(personQuery(member_id).queryKey, stored);
    await client.invalidateQueries({ queryKey: ['people'] });
  };
}

export function PersonAccess({ person }: { person: Person }) {
  const text = useText();
  const formats = useFormats();
  const may = useMay();
  const me = useMe();
  const { invitation, name } = person;
  const own = me.member_id === person.member_id;
  const fixed = !may('manage_people') || own || !person.editable;
  const facts = invitation
    ? [
        { label: text('invited-at'), value: formats.dateTime(invitation.sent_at) },
        invitation.accepted_at
          ? { label: text('first-sign-in'), value: formats.dateTime(invitation.accepted_at) }
          : {
              label: text(invitation.state === 'expired' ? 'expired-at' : 'expires-at'),
              value: formats.dateTime(invitation.expires_at),
            },
      ]
    : [{ label: text('invitation'), value: text('invitation.none') }];
  return (
    <Card title={text('access')}>
      <Facts facts={facts} />
      {own && <p className={layout.small}>{text('person.own')}</p>}
      {!fixed && (
        <div className={layout.row}>
          {person.state === 'active' && invitation && invitation.state !== 'accepted' && <Resend person={person} />}
          {person.state === 'active' && may('manage_workspace') && <Recovery person={person} />}
          {person.state === 'active' ? (
            <Deactivate person={person} />
          ) : (
            <Reactivate memberId={person.member_id} name={name} />
          )}
        </div>
      )}
    </Card>
  );
}

function Resend({ person }: { person: Person }) {
  const text = useText();
  const client = useQueryClient();
  const problemText = useProblemText();
  const { member_id } = person;
  const send = useMutation({
    mutationFn: () =>
      answeredWithVersion(api.POST('/v1/admin/people/{member_id}/invitation', { params: { path: { member_id } } })),
    onSuccess: stored => {
      client.setQueryData(personQuery(member_id).queryKey, stored);
      showToast(text('invite.again-done', { name: person.name }));
    },
    onError: error => showToast(problemText(error), 'bad'),
  });
  return (
    <Button busy={send.isPending} onClick={() => send.mutate()}>
      {text('invite.again')}
    </Button>
  );
}

function Recovery({ person }: { person: Person }) {
  const text = useText();
  const [open, setOpen] = useState(false);
  if (!person.needs_second_factor) return null;
  const params = { path: { member_id: person.member_id } };
  return (
    <>
      <Button onClick={() => setOpen(true)}>{text('recovery')}</Button>
      <Confirm
        title={text('recovery.title', { name: person.name })}
        action={text('recovery.do', { name: person.name })}
        open={open}
        onClose={() => setOpen(false)}
        onConfirm={async () => {
          await answered(api.POST('/v1/admin/people/{member_id}/recovery', { params }));
          showToast(text('recovery.done', { email: person.email }));
        }}
      >
        <p>{text('recovery.text')}</p>
      </Confirm>
    </>
  );
}

function Deactivate({ person }: { person: Person }) {
  const text = useText();
  const problemText = useProblemText();
  const change = useMemberState(person.member_id);
  const [open, setOpen] = useState(false);
  const { name } = person;

  async function deactivate() {
    await change('deactivated');
    showToast(text('deactivate.done', { name }), 'good', {
      words: text('undo'),
      run: () => void change('active').catch(error => showToast(problemText(error), 'bad')),
    });
  }

  return (
    <>
      <Button look="danger" onClick={() => setOpen(true)}>
        {text('deactivate')}
      </Button>
      <Confirm
        title={text('deactivate.title', { name })}
        action={text('deactivate.do', { name })}
        open={open}
        onClose={() => setOpen(false)}
        onConfirm={deactivate}
      >
        <p>{text('deactivate.text')}</p>
      </Confirm>
    </>
  );
}

function Reactivate({ memberId, name }: { memberId: string; name: string }) {
  const text = useText();
  const problemText = useProblemText();
  const change = useMemberState(memberId);
  const reactivate = useMutation({
    mutationFn: () => change('active'),
    onSuccess: () => showToast(text('reactivate.done', { name })),
    onError: error => showToast(problemText(error), 'bad'),
  });
  return (
    <Button look="main" busy={reactivate.isPending} onClick={() => reactivate.mutate()}>
      {text('reactivate')}
    </Button>
  );
}
