import { useState } from 'react';
import { isProblem } from 'shared/api/problem';

export interface Versioned<Value> {
  value: Value;
  version: string;
}

interface Options<Value, Draft extends object> {
  loaded: Versioned<Value>;
  toDraft: (value: Value) => Draft;
  /** Sends the fields that were changed, for this version. */
  send: (patch: Partial<Draft>, version: string) => Promise<Versioned<Value>>;
  reload: () => Promise<Versioned<Value>>;
  onSaved: (stored: Versioned<Value>) => void;
}

interface Edit<Draft> {
  base: Draft;
  version: string;
  changes: Partial<Draft>;
}

export interface Clash<Draft> {
  theirs: Draft;
  version: string;
  fields: (keyof Draft & string)[];
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

function fieldsOf<Draft extends object>(draft: Partial<Draft>): (keyof Draft & string)[] {
  return Object.keys(draft) as (keyof Draft & string)[];
}

/**
 * A form over something that others may change at the same time. What others changed elsewhere stays; where both changed the same field,
 * a person decides (`clash`).
 */
export function useVersionedForm<Value, Draft extends object>(options: Options<Value, Draft>) {
  const { loaded, toDraft, send, reload, onSaved } = options;
  const [edit, setEdit] = useState<Edit<Draft>>();
  const [clash, setClash] = useState<Clash<Draft>>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  const base = edit?.base ?? toDraft(loaded.value);
  const draft: Draft = { ...base, ...edit?.changes };
  const changed = fieldsOf(edit?.changes ?? {}).filter(field => !same(draft[field], base[field]));

  function set<Field extends keyof Draft>(field: Field, value: Draft[Field]) {
    setEdit(before => {
      const start = before ?? { base: toDraft(loaded.value), version: loaded.version, changes: {} };
      return { ...start, changes: { ...start.changes, [field]: value } };
    });
  }

  function patchOf(fields: readonly (keyof Draft & string)[]): Partial<Draft> {
    const patch: Partial<Draft> = {};
    for (const field of fields) patch[field] = draft[field];
    return patch;
  }

  async function attempt(fields: readonly (keyof Draft & string)[], version: string, before: Draft): Promise<boolean> {
    try {
      onSaved(await send(patchOf(fields), version));
      setEdit(undefined);
      setClash(undefined);
      return true;
    } catch (refused) {
      if (!isProblem(refused, 'changed')) throw refused;
      const latest = await reload();
      const theirs = toDraft(latest.value);
      const both = fields.filter(field => !same(theirs[field], before[field]) && !same(theirs[field], draft[field]));
      if (both.length === 0) return attempt(fields, latest.version, theirs);
      setClash({ theirs, version: latest.version, fields: both });
      return false;
    }
  }

  async function save(): Promise<boolean> {
    if (busy || changed.length === 0) return false;
    setBusy(true);
    setError(undefined);
    try {
      return await attempt(changed, edit?.version ?? loaded.version, base);
    } catch (refused) {
      setError(refused);
      return false;
    } finally {
      setBusy(false);
    }
  }

  /** For a dialog, which says itself what was refused. False while both versions are shown. */
  function saveOrThrow(): Promise<boolean> {
    return attempt(changed, edit?.version ?? loaded.version, base);
  }

  /** Saves with one's own version of the fields in `mine`, and what others made of the rest. */
  async function resolve(mine: ReadonlySet<string>): Promise<void> {
    if (!clash) return;
    const fields = changed.filter(field => !clash.fields.includes(field) || mine.has(field));
    if (fields.length > 0) {
      await attempt(fields, clash.version, clash.theirs);
      return;
    }
    onSaved(await reload());
    setEdit(undefined);
    setClash(undefined);
  }

  return {
    draft,
    set,
    dirty: changed.length > 0,
    busy,
    error,
    clash,
    save,
    saveOrThrow,
    resolve,
    leaveClash: () => setClash(undefined),
    discard: () => {
      setEdit(undefined);
      setError(undefined);
    },
  };
}

export type VersionedDraft<Draft extends object> = ReturnType<typeof useVersionedForm<unknown, Draft>>;
