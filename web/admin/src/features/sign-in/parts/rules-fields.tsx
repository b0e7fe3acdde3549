import { groupRoleValues } from 'shared/api/schema';
import { Button } from 'shared/parts/button';
import { CheckField, SelectField, TextField } from '../../../parts/fields';
import layout from '../../../parts/layout.module.css';
import { useText } from '../../../text';
import { useRoleNames } from '../../people/parts/words';
import { MailDomainsField } from '../../workspace/parts/workspace-fields';
import type { GroupRole, Rules } from './provider-rules';
import style from './rules-fields.module.css';

interface RulesFieldsProps {
  rules: Rules;
  disabled?: boolean;
  set: <Field extends keyof Rules>(field: Field, value: Rules[Field]) => void;
}

const SWITCHES = [
  'enforced',
  'just_in_time',
  'link_by_verified_email',
  'trust_domain_emails',
  'second_factor_by_provider',
] as const;

/** Who may come from a provider, as whom, and what it calls things. */
export function RulesFields({ rules, disabled = false, set }: RulesFieldsProps) {
  const text = useText();
  const { attributes } = rules;
  return (
    <>
      <MailDomainsField
        hint={text('sso.domains-hint')}
        value={rules.domains}
        fixed={disabled}
        onChange={domains => set('domains', domains)}
      />
      <fieldset className={style.switches}>
        <legend>{text('sso.rules')}</legend>
        {SWITCHES.map(each => (
          <CheckField
            key={each}
            label={text(`sso.${each}`)}
            hint={text(`sso.${each}.hint`)}
            checked={rules[each]}
            disabled={disabled}
            onChange={event => set(each, event.target.checked)}
          />
        ))}
      </fieldset>
      <fieldset className={style.switches}>
        <legend>{text('sso.attributes')}</legend>
        <p className={layout.small}>{text('sso.attributes-hint')}</p>
        <div className={layout.pair}>
          {(['email', 'name', 'groups'] as const).map(each => (
            <TextField
              key={each}
              label={text(`sso.attribute.${each}`)}
              value={attributes[each]}
              spellCheck={false}
              readOnly={disabled}
              onChange={event => set('attributes', { ...attributes, [each]: event.target.value })}
            />
          ))}
        </div>
      </fieldset>
      <GroupRoles rows={rules.group_roles} disabled={disabled} onChange={rows => set('group_roles', rows)} />
    </>
  );
}

interface GroupRolesProps {
  rows: readonly GroupRole[];
  disabled: boolean;
  onChange: (rows: GroupRole[]) => void;
}

function GroupRoles({ rows, disabled, onChange }: GroupRolesProps) {
  const text = useText();
  const roleName = useRoleNames();
  const change = (at: number, row: GroupRole) => onChange(rows.map((each, index) => (index === at ? row : each)));
  return (
    <fieldset className={style.switches}>
      <legend>{text('sso.group-roles')}</legend>
      <p className={layout.small}>{text('sso.group-roles-hint')}</p>
      {rows.map((row, index) => (
        <div key={index} className={style.mapping}>
          <TextField
            label={text('sso.group')}
            value={row.group}
            readOnly={disabled}
            onChange={event => change(index, { ...row, group: event.target.value })}
          />
          <SelectField
            label={text('role')}
            value={row.role}
            disabled={disabled}
            options={groupRoleValues.map(role => ({ value: role, label: roleName(role) }))}
            onChange={event =>
              change(index, { ...row, role: groupRoleValues.find(role => role === event.target.value) ?? row.role })
            }
          />
          {!disabled && (
            <Button
              aria-label={text('sso.group-remove', { group: row.group })}
              onClick={() => onChange(rows.filter((_, at) => at !== index))}
            >
              {text('remove')}
            </Button>
          )}
        </div>
      ))}
      {!disabled && (
        <div>
          <Button onClick={() => onChange([...rows, { group: '', role: 'learner' }])}>{text('sso.group-add')}</Button>
        </div>
      )}
    </fieldset>
  );
}
