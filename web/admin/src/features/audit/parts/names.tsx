import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Schema } from 'shared/api/schemas';
import { useMay } from '../../../access';
import layout from '../../../parts/layout.module.css';
import { type TextId, useText } from '../../../text';
import { isAction } from './actions';

type AuditEvent = Schema<'AuditEvent'>;

export function useActionName(): (action: string) => string {
  const text = useText();
  return action => (isAction(action) ? text(`act.${action}`) : action);
}

/** The log holds ids; who reads it is told what they are called now, and the id of what is gone. */
function Name({ id, name }: { id: string; name: string | null | undefined }) {
  return name ?? <code className={layout.code}>{id}</code>;
}

export function ActorName({ event }: { event: AuditEvent }): ReactNode {
  const text = useText();
  const { actor, actor_name } = event;
  if (actor.kind === 'anonymous') return text('actor.anonymous');
  if (actor.kind === 'member') return <Name id={actor.id} name={actor_name} />;
  return (
    <>
      {text(actor.kind === 'machine' ? 'actor.machine' : 'actor.platform')} <Name id={actor.id} name={actor_name} />
    </>
  );
}

const KINDS: Record<string, TextId> = {
  member: 'member',
  group: 'group',
  course: 'target.course',
  path: 'target.path',
  import: 'target.import',
  export: 'target.export',
  workspace: 'workspace',
  identity_provider: 'sso.provider',
  api_client: 'target.client',
  'support-access': 'support',
  agent: 'target.agent',
  queue: 'target.queue',
};

function Shown({ kind, id, name }: { kind: string; id: string; name: string | null | undefined }) {
  const may = useMay();
  const shown = <Name id={id} name={name} />;
  if (kind === 'member' && may('view_people')) {
    return (
      <Link to="/people/$memberId" params={{ memberId: id }}>
        {shown}
      </Link>
    );
  }
  if (kind === 'group' && may('view_workspace')) {
    return (
      <Link to="/groups/$groupId" params={{ groupId: id }}>
        {shown}
      </Link>
    );
  }
  if (kind === 'course' && may('view_courses')) {
    return (
      <Link to="/courses/$courseId" params={{ courseId: id }}>
        {shown}
      </Link>
    );
  }
  if (kind === 'path' && may('view_courses')) {
    return (
      <Link to="/paths/$pathId" params={{ pathId: id }}>
        {shown}
      </Link>
    );
  }
  return shown;
}

/** What an act was done to, in words. */
export function TargetName({ event }: { event: AuditEvent }) {
  const text = useText();
  const [kind = '', id = ''] = event.target.split('/');
  const word = KINDS[kind];
  return (
    <>
      {word ? text(word) : kind}
      <br />
      <Shown kind={kind} id={id} name={event.target_name} />
    </>
  );
}
