import type { Schema } from 'shared/api/schemas';
import { Badge } from '../../parts/badge';
import type { TextId } from '../../text';
import { useText } from '../../text';
import style from './words.module.css';

type Role = Schema<'Role'>;

/** The roles that an administrator gives; everybody is a learner. */
export const GIVEN_ROLES = [
  'manager',
  'author',
  'auditor',
  'regional_admin',
  'admin',
] as const satisfies readonly Role[];

/** Those that somebody who administers regions only may give. */
export const PLAIN_ROLES = ['manager', 'author'] as const satisfies readonly Role[];

export function useRoleNames(): (role: Role) => string {
  const text = useText();
  return role => text(`role.${role}`);
}

export function RoleBadges({ roles }: { roles: readonly Role[] }) {
  const name = useRoleNames();
  const shown = roles.length > 1 ? roles.filter(role => role !== 'learner') : roles;
  return (
    <span className={style.badges}>
      {shown.map(role => (
        <Badge key={role} tone={role === 'admin' || role === 'platform' ? 'brand' : 'plain'}>
          {name(role)}
        </Badge>
      ))}
    </span>
  );
}

export type Standing = 'active' | 'pending' | 'expired' | 'deactivated';

export function standingOf(person: Pick<Schema<'Person'>, 'state'> & { invitation?: unknown }): Standing {
  if (person.state === 'deactivated') return 'deactivated';
  const { invitation } = person;
  const state =
    typeof invitation === 'object' && invitation !== null && 'state' in invitation ? invitation.state : invitation;
  return state === 'pending' || state === 'expired' ? state : 'active';
}

const TONES = { active: 'good', pending: 'brand', expired: 'warn', deactivated: 'plain' } as const;

/** The member's state and, before they first come, what has become of the invitation. */
export function StandingBadge({ standing }: { standing: Standing }) {
  const text = useText();
  const id: TextId = `standing.${standing}`;
  return <Badge tone={TONES[standing]}>{text(id)}</Badge>;
}
