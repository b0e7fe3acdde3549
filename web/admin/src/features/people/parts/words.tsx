import { roleValues } from 'shared/api/schema';
import type { Schema } from 'shared/api/schemas';
import { Badge } from '../../../parts/badge';
import type { TextId } from '../../../text';
import { useText } from '../../../text';
import style from './words.module.css';

type Role = Schema<'Role'>;

/** Whether the API has a role of this name. */
export function isRole(name: string): name is Role {
  return roleValues.some(role => role === name);
}

export function useRoleNames(): (role: Role) => string {
  const text = useText();
  return role => text(`role.${role}`);
}

/** What is worth telling of somebody's roles: everybody is a learner. */
export function notableRoles(roles: readonly Role[]): readonly Role[] {
  return roles.length > 1 ? roles.filter(role => role !== 'learner') : roles;
}

export function RoleBadges({ roles }: { roles: readonly Role[] }) {
  const name = useRoleNames();
  return (
    <span className={style.badges}>
      {notableRoles(roles).map(role => (
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
