import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Schema } from 'shared/api/schemas';
import { useAccess } from '../../access';
import layout from '../../parts/layout.module.css';
import { personQuery } from '../../queries';
import { type TextId, useText } from '../../text';
import { isAction } from './actions';

type Actor = Schema<'Actor'>;

export function useActionName(): (action: string) => string {
  const text = useText();
  return action => (isAction(action) ? text(`act.${action}`) : action);
}

/** The log holds ids, no names: whoever may see the people sees their names. Somebody who is gone is an id. */
export function MemberName({ id }: { id: string }) {
  const { readPeople } = useAccess();
  const person = useQuery({ ...personQuery(id), enabled: readPeople, staleTime: 600_000, retry: false });
  return person.data ? person.data.value.name : <code className={layout.code}>{id}</code>;
}

export function ActorName({ actor }: { actor: Actor }): ReactNode {
  const text = useText();
  if (actor.kind === 'member') return <MemberName id={actor.id} />;
  if (actor.kind === 'anonymous') return text('actor.anonymous');
  return (
    <>
      {text(actor.kind === 'machine' ? 'actor.machine' : 'actor.platform')}{' '}
      <code className={layout.code}>{actor.id}</code>
    </>
  );
}

const KINDS: Record<string, TextId> = {
  member: 'member',
  group: 'group',
  course: 'target.course',
  import: 'target.import',
  workspace: 'workspace',
  identity_provider: 'sso.provider',
  api_client: 'target.client',
  'support-access': 'support',
  agent: 'target.agent',
  queue: 'target.queue',
};

export function TargetName({ target }: { target: string }) {
  const text = useText();
  const access = useAccess();
  const [kind = '', id = ''] = target.split('/');
  const word = KINDS[kind];
  const name = kind === 'member' ? <MemberName id={id} /> : <code className={layout.code}>{id}</code>;
  const shown =
    kind === 'member' && access.readPeople ? (
      <Link to="/people/$memberId" params={{ memberId: id }}>
        {name}
      </Link>
    ) : kind === 'group' && access.readWorkspace ? (
      <Link to="/groups/$groupId" params={{ groupId: id }}>
        {name}
      </Link>
    ) : (
      name
    );
  return (
    <>
      {word ? text(word) : kind}
      <br />
      {shown}
    </>
  );
}
