import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { publicApi } from '../api/client';
import { answered } from '../api/problem';
import type { Schema } from '../api/schemas';
import { isLocale } from '../i18n/locales';
import { activateLocale } from '../i18n/text';
import { forget, keep, kept } from '../session/storage';
import { applyBranding } from '../theme/branding';

/** Names that no workspace can have for its own: asking about them is in vain. */
const NOBODYS_HOST = /^(localhost|[\d.]+|\[.*\])$/;

function named(): string | null {
  return new URLSearchParams(location.search).get('workspace') ?? kept('workspace');
}

/** How the workspace is found: by name, by the host of this page, or by asking. */
function firstGuess(): string | undefined | null {
  return named() ?? (NOBODYS_HOST.test(location.hostname) ? null : undefined);
}

export function findWorkspace(name: string | undefined): Promise<Schema<'SignInPage'>> {
  return answered(publicApi.GET('/v1/workspace', { params: { query: name ? { workspace: name } : {} } }));
}

/** A workspace that is known brings its colours, and its language unless the member has chosen one. */
function welcome(workspace: Schema<'SignInPage'>): void {
  applyBranding(workspace);
  keep('workspace', workspace.workspace);
  if (!kept('locale') && isLocale(workspace.locale)) void activateLocale(workspace.locale);
}

/** The workspace at whose door one stands; `choose` names another one, `null` asks. */
export function useWorkspace() {
  const [name, setName] = useState(firstGuess);
  const query = useQuery({
    queryKey: ['workspace', name],
    queryFn: () => findWorkspace(name ?? undefined),
    enabled: name !== null,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  useEffect(() => {
    if (query.data) welcome(query.data);
  }, [query.data]);
  function choose(next: string | null) {
    if (next === null) forget('workspace');
    setName(next);
  }
  return { query, asking: name === null, choose };
}
