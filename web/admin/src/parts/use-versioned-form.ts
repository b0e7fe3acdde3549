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

function changedIn<Draft extends object>({ base, changes }: Edit<Draft>): (keyof Draft & string)[] {
  return fieldsOf(changes).filter(field => !same(changes[field], base[field]));
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

  // Put back to what it was, it shows what is stored by now.
  const current = edit && changedIn(edit).length > 0 ? edit : undefined;
  const base = current?.base ?? toDraft(loaded.value);
  const draft: Draft = { ...base, ...current?.changes };
  const changed = current ? changedIn(current) : [];

  function set<Field extends keyof Draft>(field: Field, value: Draft[Field]) {
    setEdit(before => {
      const fresh = { base: toDraft(loaded.value), version: loaded.version, changes: {} };
      const start = before && changedIn(before).length > 0 ? before : fresh;
      return { ...start, changes: { ...start.changes, [field]: value } };
    });
  }

  function patchOf(fields: readonly (keyof Draft & string)[]): Partial<Draft> {
    const patch: Partial<Draft> = {};
    for (const field of fields) patch[field] = draft[field];
    return patch;
  }

  /** What was written while the rest was on its way stays to be saved. */
  function editedSince(
    now: Edit<Draft> | undefined,
    sent: Partial<Draft>,
    stored: Versioned<Value>,
  ): Edit<Draft> | undefined {
    const changes: Partial<Draft> = {};
    for (const field of fieldsOf(now?.changes ?? {})) {
      if (!same(now?.changes[field], field in sent ? sent[field] : now?.base[field]))
        changes[field] = now?.changes[field];
    }
    return fieldsOf(changes).length > 0 ? { base: toDraft(stored.value), version: stored.version, changes } : undefined;
  }

  async function attempt(fields: readonly (keyof Draft & string)[], version: string, before: Draft): Promise<boolean> {
    try {
      const sent = patchOf(fields);
      const stored = await send(sent, version);
      onSaved(stored);
      setEdit(now => editedSince(now, sent, stored));
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
      return await attempt(changed, current?.version ?? loaded.version, base);
    } catch (refused) {
      setError(refused);
      return false;
    } finally {
      setBusy(false);
    }
  }

  /** For a dialog, which says itself what was refused. False while both versions are shown. */
  function saveOrThrow(): Promise<boolean> {
    return attempt(changed, current?.version ?? loaded.version, base);
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
