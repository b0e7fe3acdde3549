import { roleValues } from 'shared/api/schema';
import type { Schema } from 'shared/api/schemas';
import { useMe } from '../../../access';
import { CheckField, TextField } from '../../../parts/fields';
import { type TextId, useText } from '../../../text';
import style from './roles-field.module.css';
import { useRoleNames } from './words';

type Role = Schema<'Role'>;

/** What a role is, for those who choose; one that nobody chooses says nothing. */
const HINTS: Record<Role, TextId | undefined> = {
  learner: undefined,
  manager: 'role.manager.hint',
  author: 'role.author.hint',
  admin: 'role.admin.hint',
  regional_admin: 'role.regional_admin.hint',
  auditor: 'role.auditor.hint',
  support: undefined,
  machine: undefined,
  platform: undefined,
};

/** Items of a text in which commas stand between them. */
export function listOf(text: string): string[] {
  return [
    ...new Set(
      text
        .split(/[,;\n]/)
        .map(each => each.trim())
        .filter(each => each !== ''),
    ),
  ];
}

interface RolesFieldProps {
  roles: readonly Role[];
  /** Regions of which somebody is the administrator, with commas between them. */
  regions: string;
  disabled?: boolean;
  onRoles: (roles: Role[]) => void;
  onRegions: (regions: string) => void;
}

export function RolesField({ roles, regions, disabled = false, onRoles, onRegions }: RolesFieldProps) {
  const text = useText();
  const name = useRoleNames();
  const grantable = useMe().grantable_roles;
  // Roles that one cannot give are shown where somebody has them.
  const choices = roleValues.filter(role => grantable.includes(role) || roles.includes(role));
  return (
    <fieldset className={style.roles}>
      <legend>{text('roles')}</legend>
      {choices.map(role => {
        const hint = HINTS[role];
        return (
          hint && (
            <CheckField
              key={role}
              label={name(role)}
              hint={text(hint)}
              checked={roles.includes(role)}
              disabled={disabled || !grantable.includes(role)}
              onChange={event => onRoles(event.target.checked ? [...roles, role] : roles.filter(each => each !== role))}
            />
          )
        );
      })}
      {roles.includes('regional_admin') && (
        <TextField
          label={text('regions')}
          hint={text('regions.hint')}
          value={regions}
          disabled={disabled || !grantable.includes('regional_admin')}
          onChange={event => onRegions(event.target.value)}
        />
      )}
    </fieldset>
  );
}
