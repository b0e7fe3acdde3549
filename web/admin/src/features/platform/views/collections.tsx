import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { State } from 'shared/parts/state';
import { type Column, DataTable } from '../../../parts/data-table';
import { TextArea, TextField } from '../../../parts/fields';
import { FormDialog } from '../../../parts/form-dialog';
import layout from '../../../parts/layout.module.css';
import { PageHead } from '../../../parts/page-head';
import { PanelIcon } from '../../../parts/panel-icon';
import { TwoLines } from '../../../parts/two-lines';
import { useAttempt } from '../../../parts/use-attempt';
import { usePages } from '../../../parts/use-pages';
import { useText } from '../../../text';
import { askCollections, type Collection } from '../catalogue';

/** Courses of the global catalogue that belong together. */
export default function Collections() {
  const text = useText();
  const [creating, setCreating] = useState(false);
  const pages = usePages(['platform-collections'], askCollections);
  const create = (
    <Button look="main" icon={<PanelIcon name="plus" size={16} />} onClick={() => setCreating(true)}>
      {text('collections.create')}
    </Button>
  );
  return (
    <>
      <PageHead title={text('collections')} lead={text('collections.lead')} actions={create} />
      <DataTable
        label={text('collections')}
        columns={useColumns()}
        pages={pages}
        keyOf={collection => collection.collection_id}
        empty={
          <State icon="catalogue" title={text('collections.empty')} action={create}>
            {text('collections.empty-text')}
          </State>
        }
      />
      {creating && <CreateCollection onClose={() => setCreating(false)} />}
    </>
  );
}

function useColumns(): Column<Collection>[] {
  const text = useText();
  const formats = useFormats();
  return [
    {
      id: 'title',
      order: 'ascending',
      header: text('collection'),
      width: 'broad',
      cell: ({ collection_id, title, summary }) => (
        <TwoLines below={summary}>
          <Link
            to="/platform/collections/$collectionId"
            params={{ collectionId: collection_id }}
            className={layout.strong}
          >
            {title}
          </Link>
        </TwoLines>
      ),
    },
    {
      id: 'courses',
      header: text('collection.courses'),
      width: 'narrow',
      cell: ({ courses }) => formats.number(courses.length),
    },
  ];
}

/** A collection begins with a title; its courses come on its page. */
function CreateCollection({ onClose }: { onClose: () => void }) {
  const text = useText();
  const navigate = useNavigate();
  const client = useQueryClient();
  const attempt = useAttempt();
  const [title, setTitle] = useState('');
  const [summary, setSummary] = useState('');
  return (
    <FormDialog
      title={text('collections.create')}
      open
      onClose={onClose}
      action={text('collections.create')}
      ready={title.trim() !== ''}
      onSubmit={async () => {
        const body = { title: title.trim(), summary: summary.trim() };
        const params = { header: { 'Idempotency-Key': attempt(body) } };
        const { collection_id } = await answered(api.POST('/v1/platform/collections', { params, body }));
        void client.invalidateQueries({ queryKey: ['platform-collections'] });
        await navigate({ to: '/platform/collections/$collectionId', params: { collectionId: collection_id } });
      }}
    >
      <TextField
        label={text('courses.name')}
        value={title}
        maxLength={200}
        required
        onChange={event => setTitle(event.target.value)}
      />
      <TextArea
        label={text('courses.summary')}
        value={summary}
        maxLength={2000}
        onChange={event => setSummary(event.target.value)}
      />
    </FormDialog>
  );
}
