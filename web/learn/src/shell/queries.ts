import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import { findWorkspace } from 'shared/sign-in/workspace';
import { shelved } from '../offline/shelf';

export const meQuery = shelved(['me'], () => answered(api.GET('/v1/me')));

export function workspaceQuery(name: string) {
  return shelved(['workspace-look', name], () => findWorkspace(name));
}
