import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { CheckField } from '../../../parts/fields';
import { FormDialog } from '../../../parts/form-dialog';
import { NameField } from '../../../parts/name-field';
import { useAttempt } from '../../../parts/use-attempt';
import { useText } from '../../../text';
import style from '../../people/parts/roles-field.module.css';
import type { Credentials } from './shown-once';

type Scope = Schema<'ApiScope'>;

const SCOPES = [
  'people.read',
  'people.write',
  'courses.read',
  'courses.write',
  'audit.read',
] as const satisfies readonly Scope[];

interface NewClientProps {
  open: boolean;
  onClose: () => void;
  onMade: (credentials: Credentials) => void;
}

export function NewClient({ open, onClose, onMade }: NewClientProps) {
  const text = useText();
  const client = useQueryClient();
  const attempt = useAttempt();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>([]);

  async function make() {
    const body = { name, scopes: [...scopes] };
    const params = { header: { 'Idempotency-Key': attempt(body) } };
    const made = await answered(api.POST('/v1/admin/api-clients', { params, body }));
    await client.invalidateQueries({ queryKey: ['api-clients'] });
    onMade({
      name: made.api_client.name,
      clientId: made.api_client.client_id,
      secret: made.client_secret ?? undefined,
      tokenUrl: made.token_url,
    });
  }

  return (
    <FormDialog
      title={text('client.new')}
      open={open}
      action={text('client.make')}
      ready={name.trim() !== '' && scopes.length > 0}
      onSubmit={make}
      onClose={() => {
        setName('');
        setScopes([]);
        onClose();
      }}
    >
      <NameField hint={text('client.name-hint')} value={name} onChange={setName} />
      <fieldset className={style.roles}>
        <legend>{text('client.scopes')}</legend>
        {SCOPES.map(scope => (
          <CheckField
            key={scope}
            label={text(`scope.${scope}`)}
            checked={scopes.includes(scope)}
            onChange={event =>
              setScopes(event.target.checked ? [...scopes, scope] : scopes.filter(each => each !== scope))
            }
          />
        ))}
      </fieldset>
    </FormDialog>
  );
}
