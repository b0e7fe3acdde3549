import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { api } from 'shared/api/client';
import { answeredWithVersion } from 'shared/api/problem';
import { useFormats } from 'shared/i18n/format';
import { showToast } from 'shared/parts/toasts';
import { Card } from '../../../parts/card';
import { ChosenList } from '../../../parts/chosen-list';
import { TextArea, TextField } from '../../../parts/fields';
import layout from '../../../parts/layout.module.css';
import { LeaveGuard } from '../../../parts/leave-guard';
import { type Kind, Picker } from '../../../parts/picker';
import { SaveBar } from '../../../parts/save-bar';
import { useVersionedForm, type Versioned } from '../../../parts/use-versioned-form';
import { VersionedForm } from '../../../parts/versioned-form';
import { type TextId, useText } from '../../../text';
import { askPlatformCourses, type Collection, collectionQuery, type PlatformCourse } from '../catalogue';

interface Draft {
  title: string;
  summary: string;
  courses: readonly string[];
}

const LABELS: Record<keyof Draft, TextId> = {
  title: 'courses.name',
  summary: 'courses.summary',
  courses: 'collection.courses',
};
const MOST = 200;

interface CollectionFormProps {
  loaded: Versioned<Collection>;
  /** All of the operators' courses, for their titles. */
  courses: readonly PlatformCourse[];
}

export function CollectionForm({ loaded, courses }: CollectionFormProps) {
  const text = useText();
  const client = useQueryClient();
  const query = collectionQuery(loaded.value.collection_id);
  const path = { collection_id: loaded.value.collection_id };
  const titleOf = (id: string) => courses.find(course => course.course_id === id)?.title ?? id;
  const form = useVersionedForm<Collection, Draft>({
    loaded,
    toDraft: ({ title, summary, courses: ids }) => ({ title, summary, courses: ids }),
    send: ({ courses: ids, ...rest }, version) => {
      const params = { path, header: { 'If-Match': version } };
      const body = { ...rest, ...(ids && { courses: [...ids] }) };
      return answeredWithVersion(api.PATCH('/v1/platform/collections/{collection_id}', { params, body }));
    },
    reload: () => client.fetchQuery({ ...query, staleTime: 0 }),
    onSaved: stored => {
      client.setQueryData(query.queryKey, stored);
      void client.invalidateQueries({ queryKey: ['platform-collections'] });
      showToast(text('saved'));
    },
  });
  const { draft, set } = form;
  return (
    <VersionedForm
      form={form}
      className={layout.stack}
      ready={draft.title.trim() !== ''}
      labels={LABELS}
      shown={(shown, field) => (field === 'courses' ? shown.courses.map(titleOf).join('\n') : shown[field])}
    >
      <Card title={text('details')}>
        <TextField
          label={text('courses.name')}
          value={draft.title}
          maxLength={200}
          required
          onChange={event => set('title', event.target.value)}
        />
        <TextArea
          label={text('courses.summary')}
          value={draft.summary}
          maxLength={2000}
          onChange={event => set('summary', event.target.value)}
        />
      </Card>
      <Card title={text('collection.courses')} lead={text('collection.courses-lead')}>
        <Courses chosen={draft.courses} titleOf={titleOf} onChange={chosen => set('courses', chosen)} />
      </Card>
      <SaveBar form={form} />
      <LeaveGuard when={form.dirty} title={text('path.leave-title')} action={text('path.leave-go')}>
        {text('collection.leave-text')}
      </LeaveGuard>
    </VersionedForm>
  );
}

interface CoursesProps {
  chosen: readonly string[];
  titleOf: (id: string) => string;
  onChange: (chosen: readonly string[]) => void;
}

function Courses({ chosen, titleOf, onChange }: CoursesProps) {
  const text = useText();
  const formats = useFormats();
  const around = useRef<HTMLDivElement>(null);
  const offered: Kind<PlatformCourse> = {
    name: 'platform-courses',
    // Only what workspaces can subscribe to.
    ask: q => async page => {
      const found = await askPlatformCourses({ q })(page);
      return { ...found, items: found.items.filter(({ offer }) => offer?.state === 'offered') };
    },
    keyOf: course => course.course_id,
    title: course => course.title,
    detail: course => text('version.number', { version: formats.number(course.offer?.offered_version ?? 0) }),
    hint: 'courses.search-hint',
    none: 'collection.none-found',
    found: 'course.before-found',
  };

  return (
    <div className={layout.form} ref={around}>
      {chosen.length === 0 && <p className={layout.small}>{text('collection.empty')}</p>}
      <ChosenList
        label={text('collection.courses')}
        items={chosen.map(id => ({ key: id, words: titleOf(id) }))}
        onRemove={at => onChange(chosen.filter((_, other) => other !== at))}
      />
      {chosen.length < MOST ? (
        <Picker
          kind={offered}
          label={text('collection.add')}
          without={chosen}
          onPick={course => {
            onChange([...chosen, course.course_id]);
            requestAnimationFrame(() => around.current?.querySelector('input')?.focus());
          }}
        />
      ) : (
        <p className={layout.small}>{text('course.line-most', { most: formats.number(MOST) })}</p>
      )}
    </div>
  );
}
