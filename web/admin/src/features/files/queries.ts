import { queryOptions } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { AskPage } from '../../parts/use-pages';
import type { FileKind, StoredFile } from './file';

/** Addresses of files work for an hour. */
const ADDRESSES_WORK = 45 * 60_000;

export function fileQuery(digest: string) {
  return queryOptions({
    queryKey: ['file', digest],
    queryFn: () => answered(api.GET('/v1/admin/files/{digest}', { params: { path: { digest } } })),
    staleTime: ADDRESSES_WORK,
  });
}

/** Files that are there already, newest first. */
export function askFiles(kind: FileKind): AskPage<StoredFile> {
  return ({ cursor, limit }) =>
    answered(api.GET('/v1/admin/files', { params: { query: { kind, limit, ...(cursor && { cursor }) } } }));
}
