import type { Schema } from 'shared/api/schemas';
import { useAccess } from '../../access';
import { CheckField, TextField } from '../../parts/fields';
import { useText } from '../../text';
import style from './roles-field.module.css';
import { GIVEN_ROLES, PLAIN_ROLES, useRoleNames } from './words';

type Role = Schema<'Role'>;

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
  const { changeWorkspace } = useAccess();
  // Whoever administers regions only can give no role that needs a second factor, but sees which ones there are.
  const choices = changeWorkspace ? GIVEN_ROLES : GIVEN_ROLES.filter(role => isPlain(role) || roles.includes(role));
  return (
    <fieldset className={style.roles}>
      <legend>{text('roles')}</legend>
      {choices.map(role => (
        <CheckField
          key={role}
          label={name(role)}
          hint={text(`role.${role}.hint`)}
          checked={roles.includes(role)}
          disabled={disabled || (!changeWorkspace && !isPlain(role))}
          onChange={event => onRoles(event.target.checked ? [...roles, role] : roles.filter(each => each !== role))}
        />
      ))}
      {roles.includes('regional_admin') && (
        <TextField
          label={text('regions')}
          hint={text('regions.hint')}
          value={regions}
          disabled={disabled || !changeWorkspace}
          onChange={event => onRegions(event.target.value)}
        />
      )}
    </fieldset>
  );
}

function isPlain(role: Role): boolean {
  return PLAIN_ROLES.some(each => each === role);
}
