import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Schema } from 'shared/api/schemas';
import { useAccess } from '../../access';
import { courseQuery } from '../../course-queries';
import layout from '../../parts/layout.module.css';
import { groupQuery, personQuery } from '../../queries';
import { type TextId, useText } from '../../text';
import { isAction } from './actions';

type Actor = Schema<'Actor'>;

export function useActionName(): (action: string) => string {
  const text = useText();
  return action => (isAction(action) ? text(`act.${action}`) : action);
}

/** A name is asked for once; somebody or something that is gone has none. */
const ONCE = { staleTime: 600_000, retry: false } as const;

function Name({ id, name }: { id: string; name: string | undefined }) {
  return name ?? <code className={layout.code}>{id}</code>;
}

/** The log holds ids, no names: whoever may see the people sees their names. */
export function MemberName({ id }: { id: string }) {
  const { readPeople } = useAccess();
  const person = useQuery({ ...personQuery(id), enabled: readPeople, ...ONCE });
  return <Name id={id} name={person.data?.value.name} />;
}

function GroupName({ id }: { id: string }) {
  const { readWorkspace } = useAccess();
  const group = useQuery({ ...groupQuery(id), enabled: readWorkspace, ...ONCE });
  return <Name id={id} name={group.data?.value.name} />;
}

function CourseName({ id }: { id: string }) {
  const { readCourses } = useAccess();
  const course = useQuery({ ...courseQuery(id), enabled: readCourses, ...ONCE });
  return <Name id={id} name={course.data?.value.title} />;
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

function Shown({ kind, id }: { kind: string; id: string }) {
  const { readPeople, readWorkspace, readCourses } = useAccess();
  if (kind === 'member' && readPeople) {
    return (
      <Link to="/people/$memberId" params={{ memberId: id }}>
        <MemberName id={id} />
      </Link>
    );
  }
  if (kind === 'group' && readWorkspace) {
    return (
      <Link to="/groups/$groupId" params={{ groupId: id }}>
        <GroupName id={id} />
      </Link>
    );
  }
  if (kind === 'course' && readCourses) {
    return (
      <Link to="/courses/$courseId" params={{ courseId: id }}>
        <CourseName id={id} />
      </Link>
    );
  }
  return <Name id={id} name={undefined} />;
}

/** What an act was done to, in words. */
export function TargetName({ target }: { target: string }) {
  const text = useText();
  const [kind = '', id = ''] = target.split('/');
  const word = KINDS[kind];
  return (
    <>
      {word ? text(word) : kind}
      <br />
      <Shown kind={kind} id={id} />
    </>
  );
}
