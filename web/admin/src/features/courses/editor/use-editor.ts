import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { isProblem } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { showToast } from 'shared/parts/toasts';
import { useText } from '../../../text';
import { courseQuery, lessonQuery } from '../queries';
import { edit } from './edit-state';
import type { KeptDraft } from './kept-draft';
import { changeOf, changesOnlyTexts, isOfDraft, savedAs } from './model/change';
import { type Difference, differencesOf, type Versions } from './model/differences';
import { type CourseDetail, type CourseDraft, draftOf, lessonsOf, relationsOf } from './model/draft';
import { faultsOf } from './model/faults';
import { type Loss, lossesAfter } from './model/losses';
import { type Refused, refusalsOf, standing, withTitles } from './model/refusals';
import { type Choices, resolve } from './model/resolve';
import { compare, type Deed, sendChange, sendDeed, sendDelete } from './server';
import { useKeeping } from './use-keeping';
import { keepSnapshot } from './writing/text-snapshots';

export interface Loaded {
  value: CourseDetail &
    Pick<
      Schema<'CourseDetail'>,
      'state' | 'version' | 'has_changes' | 'review' | 'origin' | 'is_withdrawn' | 'validation' | 'course_id'
    >;
  version: string;
}

export interface Clash {
  versions: Versions;
  version: string;
  differences: readonly Difference[];
}

interface Opened {
  courseId: string;
  memberId: string;
  loaded: Loaded;
  kept: KeptDraft | undefined;
}

/** Everything that is known while a course is edited, and what can be done with it. */
export function useEditor({ courseId, memberId, loaded, kept }: Opened) {
  const text = useText();
  const client = useQueryClient();
  const [state, dispatch] = useReducer(edit, undefined, () => {
    const base = kept?.base ?? draftOf(loaded.value);
    const version = kept?.version ?? loaded.version;
    return { base, version, seen: [version], present: kept?.mine ?? base, past: [], future: [], about: undefined };
  });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [clash, setClash] = useState<Clash>();
  const [refused, setRefused] = useState<Refused>();
  /** Whether somebody wants to save: from then on everything that is missing is named, not only what is wrong. */
  const [isChecked, setChecked] = useState(false);
  const [losses, setLosses] = useState<readonly Loss[]>([]);
  const latest = useRef(state);
  latest.current = state;

  const change = useMemo(() => changeOf(state.base, state.present), [state.base, state.present]);
  const faults = useMemo(() => faultsOf(state.present), [state.present]);
  const refusals = useMemo(() => (refused ? standing(refused, state.present) : []), [refused, state.present]);
  const marked: ReadonlySet<string> = useMemo(
    () => new Set([...faults.keys(), ...refusals.map(({ key }) => key)]),
    [faults, refusals],
  );
  const dirty = change !== undefined;
  const isRewritten = isOfDraft(change);
  useKeeping(memberId, courseId, state, dirty);
  const onlyTexts = useMemo(() => changesOnlyTexts(state.base, state.present), [state.base, state.present]);
  /** While the editor saves by itself nothing takes the place of what is being written. */
  const quiet = useRef(false);

  // Somebody else has saved, and nothing here is lost by showing it.
  const isNewer = !state.seen.includes(loaded.version);
  useEffect(() => {
    if (!isNewer || dirty || busy) return;
    const base = draftOf(loaded.value);
    dispatch({ kind: 'rebased', base, version: loaded.version, draft: base });
  }, [isNewer, dirty, busy, loaded]);

  const alter = useCallback(
    (draft: (present: CourseDraft) => CourseDraft, about?: string) => dispatch({ kind: 'edited', draft, about }),
    [],
  );

  /** Puts both together; what a person has to decide becomes a clash. */
  async function reconcile(
    base: CourseDraft,
    mine: CourseDraft,
  ): Promise<{ draft: CourseDraft; version: string } | undefined> {
    const { versions, version } = await compare(courseId, base, mine);
    const differences = differencesOf(versions);
    if (differences.length > 0) {
      if (!quiet.current) setClash({ versions, version, differences });
      return undefined;
    }
    const draft = resolve(versions, new Map());
    dispatch({ kind: 'rebased', base: versions.theirs, version, draft });
    if (changeOf(versions.theirs, draft)) showToast(text('course.merged'));
    return sendSound(versions.theirs, draft, version);
  }

  /** What two have put together may be wrong in a way that neither was: then it is not sent, but marked. */
  async function sendSound(base: CourseDraft, draft: CourseDraft, version: string) {
    setChecked(true);
    return faultsOf(draft).size > 0 ? undefined : sendAll(base, draft, version);
  }

  /** What was sent stands in the lessons until they are read anew, with the ids of what is new in them. */
  function showSent(sent: CourseDraft): void {
    for (const { id, text: written, content } of lessonsOf(sent)) {
      if (id === undefined || !(written || content)) continue;
      client.setQueryData<Schema<'LessonContent'>>(
        lessonQuery(courseId, id).queryKey,
        known =>
          known && {
            ...known,
            ...(written && { markdown: written.markdown }),
            ...(content && { content: content.value, kind: content.value.kind }),
          },
      );
    }
  }

  /** For the way back to earlier texts, on this device. */
  function keepTexts(sent: CourseDraft): void {
    for (const { id, text: written } of lessonsOf(sent)) {
      if (id !== undefined && written) void keepSnapshot([memberId, courseId, id], written);
    }
  }

  async function sendAll(
    base: CourseDraft,
    sent: CourseDraft,
    version: string,
  ): Promise<{ draft: CourseDraft; version: string } | undefined> {
    const body = changeOf(base, sent);
    if (!body) return { draft: sent, version };
    try {
      const answer = await sendChange(courseId, version, body, sent);
      const saved = savedAs(sent, answer.value);
      showSent(sent);
      setRefused(undefined);
      setChecked(false);
      // First here, so that what is newer there is not taken for somebody else's.
      dispatch({ kind: 'saved', sent, base: saved, version: answer.version, keeps: changesOnlyTexts(base, sent) });
      keepTexts(sent);
      setLosses(before => lossesAfter(before, body, answer.value));
      client.setQueryData(courseQuery(courseId).queryKey, answer);
      void client.invalidateQueries({ queryKey: ['courses'] });
      void client.invalidateQueries({ queryKey: ['course', courseId, 'lesson'] });
      void client.invalidateQueries({ queryKey: ['course', courseId, 'difference'] });
      return { draft: saved, version: answer.version };
    } catch (caught) {
      if (isProblem(caught, 'changed')) return reconcile(base, sent);
      if (quiet.current) throw caught;
      const readable = withTitles(caught, sent);
      setRefused({ sent, refusals: refusalsOf(readable, sent) });
      throw readable;
    }
  }

  async function attempt<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    setBusy(true);
    setError(undefined);
    try {
      return await work();
    } catch (caught) {
      setError(caught);
      return undefined;
    } finally {
      setBusy(false);
    }
  }

  async function save(): Promise<boolean> {
    if (busy || faults.size > 0) return false;
    const { base, present, version } = latest.current;
    return (await attempt(() => sendAll(base, present, version))) !== undefined;
  }

  /** Saves what is written without a word; what stands in the way is returned. */
  async function autosave(): Promise<unknown> {
    const { base, present, version } = latest.current;
    quiet.current = true;
    setBusy(true);
    try {
      return (await sendAll(base, present, version)) ? 'saved' : 'conflict';
    } catch (caught) {
      return caught;
    } finally {
      quiet.current = false;
      setBusy(false);
    }
  }

  /** Unsaved changes go first: what is published is what stands here. A refusal is thrown. */
  async function bring(deed: Deed): Promise<boolean> {
    const { base, present, version } = latest.current;
    const saved = await sendAll(base, present, version);
    if (!saved) return false;
    const answer = await sendDeed(courseId, deed, saved.version, relationsOf(saved.draft));
    const fresh = savedAs(saved.draft, answer.value);
    dispatch({ kind: 'saved', sent: saved.draft, base: fresh, version: answer.version });
    client.setQueryData(courseQuery(courseId).queryKey, answer);
    void client.invalidateQueries({ queryKey: ['courses'] });
    void client.invalidateQueries({ queryKey: ['course', courseId, 'versions'] });
    void client.invalidateQueries({ queryKey: ['course', courseId, 'difference'] });
    return true;
  }

  /** A draft is gone, with what was not saved. A refusal is thrown. */
  async function remove(): Promise<void> {
    await sendDelete(courseId, latest.current.version);
    alter(() => latest.current.base);
    void client.invalidateQueries({ queryKey: ['courses'] });
  }

  async function settle(choices: Choices): Promise<void> {
    if (!clash) return;
    const { versions, version } = clash;
    const draft = resolve(versions, choices);
    setClash(undefined);
    dispatch({ kind: 'rebased', base: versions.theirs, version, draft });
    const done = await attempt(() => sendSound(versions.theirs, draft, version));
    if (done) showToast(text('course.settled'));
  }

  return {
    draft: state.present,
    base: state.base,
    dirty,
    busy,
    error,
    clash,
    losses,
    forgetLosses: () => setLosses([]),
    faults,
    /** What the API has refused in the draft that was sent last, as far as it still stands so. */
    refusals,
    refused: (key: string, field: string) =>
      refusals.find(refusal => refusal.key === key && refusal.field === field)?.detail,
    /** Keys of everything with which something is wrong; `course` for the course itself. */
    marked,
    isChecked,
    check: () => setChecked(true),
    isNewer: isNewer && dirty,
    canUndo: state.past.length > 0,
    canRedo: state.future.length > 0,
    alter,
    save,
    autosave,
    /** Whether what is not saved can be saved without asking: texts, and none that somebody is reviewing. */
    canAutosave: dirty && onlyTexts && faults.size === 0 && !clash && loaded.value.review == null,
    waitsForReview: onlyTexts && loaded.value.review != null,
    state: loaded.value.state,
    /** The newest published version; none of a course that was never published. */
    published: loaded.value.version ?? undefined,
    review: loaded.value.review ?? undefined,
    /** Whether there is something that is not published, what is not saved included. */
    hasChanges: isRewritten || loaded.value.version == null || loaded.value.has_changes === true,
    /** Whether saving makes another draft of it, which has not been reviewed. */
    isRewritten,
    /** Its content is the global catalogue's: only what the workspace sets of it can be changed. */
    isGlobal: loaded.value.origin === 'global',
    isWithdrawn: loaded.value.is_withdrawn === true,
    bring,
    remove,
    settle,
    undo: () => dispatch({ kind: 'undo' }),
    redo: () => dispatch({ kind: 'redo' }),
    leaveClash: () => setClash(undefined),
    compareNow: () => attempt(() => reconcile(latest.current.base, latest.current.present)),
    /** Back to what is saved; one step back brings it here again. */
    discard: () => alter(() => latest.current.base),
  };
}

export type EditorModel = ReturnType<typeof useEditor>;
