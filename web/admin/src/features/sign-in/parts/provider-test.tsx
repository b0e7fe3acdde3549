import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api } from 'shared/api/client';
import { answered, hasStatus } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { Button } from 'shared/parts/button';
import { Note, ProblemNote } from 'shared/parts/problem-note';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { useMe } from '../../../access';
import { Card, Facts } from '../../../parts/card';
import { Copy } from '../../../parts/copy';
import layout from '../../../parts/layout.module.css';
import { useText } from '../../../text';
import { RoleBadges } from '../../people/parts/words';
import { testSignInQuery } from '../queries';

interface ProviderTestProps {
  provider: Schema<'IdentityProvider'>;
  /** The test from which the browser has just come back. */
  test: string | undefined;
  fixed: boolean;
}

/** Goes to the provider and back, to see what would come of it; and the way in, for a tile or a bookmark. */
export function ProviderTest({ provider, test, fixed }: ProviderTestProps) {
  const text = useText();
  const me = useMe();
  const { identity_provider_id } = provider;
  const start = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/v1/admin/identity-providers/{identity_provider_id}/tests', {
          params: { path: { identity_provider_id } },
        }),
      ),
    onSuccess: ({ address }) => location.assign(address),
  });
  const query = new URLSearchParams({ workspace: me.workspace, provider: identity_provider_id, return_to: '/' });
  return (
    <Card title={text('sso.test')} lead={text('sso.test-lead')}>
      {!fixed && test && <Result provider={identity_provider_id} test={test} />}
      {start.error && <ProblemNote error={start.error} />}
      {!fixed && (
        <div>
          <Button busy={start.isPending || start.isSuccess} onClick={() => start.mutate()}>
            {text(test ? 'sso.test-again' : 'sso.test-start')}
          </Button>
        </div>
      )}
      <Copy label={text('sso.test-link')} value={`${location.origin}/v1/auth/sso/start?${query}`} />
    </Card>
  );
}

function Result({ provider, test }: { provider: string; test: string }) {
  const text = useText();
  const { data, error } = useQuery(testSignInQuery(provider, test));
  const here = useRef<HTMLDivElement>(null);
  // On a phone it stands below everything else.
  useEffect(() => {
    if (data) here.current?.scrollIntoView({ block: 'center' });
  }, [data]);
  if (error && hasStatus(error, 404)) return <Note kind="info">{text('sso.test-gone')}</Note>;
  if (error) return <ProblemNote error={error} />;
  if (!data) {
    return (
      <Loading className={layout.stack}>
        <Skeleton height="12rem" />
      </Loading>
    );
  }
  const { outcome, reason, would_be, said, provider_error } = data;
  return (
    <div ref={here} className={layout.stack}>
      {outcome === 'refused' ? (
        <Note kind="bad">{text(`sso.test.reason.${reason ?? 'unusable'}`)}</Note>
      ) : (
        <Note kind="good">{text(`sso.test.${outcome}`, { name: would_be?.name ?? '' })}</Note>
      )}
      <Facts
        facts={[
          ...(provider_error ? [{ label: text('sso.test-provider-error'), value: provider_error }] : []),
          ...(said ? saidFacts(text, said) : []),
          ...(would_be ? [{ label: text('roles'), value: <RoleBadges roles={would_be.roles} /> }] : []),
        ]}
      />
    </div>
  );
}

function saidFacts(text: ReturnType<typeof useText>, said: Schema<'Said'>) {
  const { subject, email, email_verified, name, groups } = said;
  const nothing = text('sso.test-not-stated');
  const verified = email_verified === undefined ? nothing : text(email_verified ? 'yes' : 'no');
  return [
    { label: text('sso.test-subject'), value: subject },
    { label: text('sso.attribute.email'), value: email ?? nothing },
    { label: text('sso.test-verified'), value: verified },
    { label: text('sso.attribute.name'), value: name ?? nothing },
    { label: text('sso.attribute.groups'), value: groups.join(', ') || nothing },
  ];
}
