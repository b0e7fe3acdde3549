import { useQueryClient } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered, answeredWithVersion } from 'shared/api/problem';
import { useVersionedForm, type Versioned } from '../../../parts/use-versioned-form';
import { type PathDetail, pathQuery } from '../queries';
import { changeOf, draftOf, type PathDraft } from './model/draft';

type Loaded = Versioned<PathDetail>;
type PathState = PathDetail['state'];

/** What is written about a path, and what is done with it as a whole. */
export function usePathForm(loaded: Loaded) {
  const client = useQueryClient();
  const query = pathQuery(loaded.value.path_id);
  const path = { path_id: loaded.value.path_id };

  function store(stored: Loaded) {
    client.setQueryData(query.queryKey, stored);
    void client.invalidateQueries({ queryKey: ['paths'] });
  }

  function send(body: ReturnType<typeof changeOf>, version: string): Promise<Loaded> {
    const params = { path, header: { 'If-Match': version } };
    return answeredWithVersion(api.PATCH('/v1/admin/paths/{path_id}', { params, body }));
  }

  const reload = () => client.fetchQuery({ ...query, staleTime: 0 });

  const form = useVersionedForm<PathDetail, PathDraft>({
    loaded,
    toDraft: draftOf,
    send: (patch, version) => send(changeOf(patch), version),
    reload,
    onSaved: store,
  });

  /** After what was written: false while both versions are shown, and a person decides. */
  async function bring(state: PathState): Promise<boolean> {
    if (form.dirty && !(await form.saveOrThrow())) return false;
    const version = client.getQueryData(query.queryKey)?.version ?? loaded.version;
    try {
      store(await send({ state }, version));
    } catch (error) {
      // Whoever tries again sees what has changed first.
      void client.invalidateQueries({ queryKey: query.queryKey });
      throw error;
    }
    return true;
  }

  async function remove(): Promise<void> {
    const params = { path, header: { 'If-Match': loaded.version } };
    try {
      await answered(api.DELETE('/v1/admin/paths/{path_id}', { params }));
    } catch (error) {
      // What somebody else has changed meanwhile is seen before it is deleted.
      void client.invalidateQueries({ queryKey: query.queryKey });
      throw error;
    }
    client.removeQueries({ queryKey: query.queryKey });
    void client.invalidateQueries({ queryKey: ['paths'] });
  }

  return { ...form, bring, remove };
}

export type PathForm = ReturnType<typeof usePathForm>;
