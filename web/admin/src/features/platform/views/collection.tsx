import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import { Button } from 'shared/parts/button';
import { Confirm } from 'shared/parts/confirm';
import { Failure } from 'shared/parts/state';
import { showToast } from 'shared/parts/toasts';
import { PageHead } from '../../../parts/page-head';
import type { Versioned } from '../../../parts/use-versioned-form';
import { ViewWaiting } from '../../../shell/view-waiting';
import { useText } from '../../../text';
import { allPlatformCoursesQuery, type Collection, collectionQuery } from '../catalogue';
import { CollectionForm } from '../parts/collection-form';

const route = getRouteApi('/platform/collections/$collectionId');

export default function CollectionPage() {
  const text = useText();
  const { collectionId } = route.useParams();
  const collection = useQuery(collectionQuery(collectionId));
  const courses = useQuery(allPlatformCoursesQuery);
  const above = { to: '/platform/collections', label: text('collections') };
  if (collection.data && courses.data) {
    return (
      <>
        <PageHead title={collection.data.value.title} above={above} actions={<Delete loaded={collection.data} />} />
        <CollectionForm key={collectionId} loaded={collection.data} courses={courses.data} />
      </>
    );
  }
  const error = collection.error ?? courses.error;
  if (!error) return <ViewWaiting />;
  return (
    <>
      <PageHead title={text('collection')} above={above} />
      <Failure
        error={error}
        onRetry={() => void Promise.all([collection.refetch(), courses.refetch()])}
        busy={collection.isFetching || courses.isFetching}
      />
    </>
  );
}

function Delete({ loaded: { value, version } }: { loaded: Versioned<Collection> }) {
  const text = useText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const { collection_id, title } = value;
  return (
    <>
      <Button look="danger" onClick={() => setOpen(true)}>
        {text('collection.delete')}
      </Button>
      <Confirm
        title={text('collection.delete-title', { title })}
        action={text('collection.delete')}
        open={open}
        onClose={() => setOpen(false)}
        onConfirm={async () => {
          const params = { path: { collection_id }, header: { 'If-Match': version } };
          try {
            await answered(api.DELETE('/v1/platform/collections/{collection_id}', { params }));
          } catch (error) {
            // What somebody else has changed meanwhile is seen before it is deleted.
            void client.invalidateQueries({ queryKey: ['platform-collection', collection_id] });
            throw error;
          }
          void client.invalidateQueries({ queryKey: ['platform-collections'] });
          showToast(text('collection.deleted', { title }));
          await navigate({ to: '/platform/collections' });
        }}
      >
        <p>{text('collection.delete-means')}</p>
      </Confirm>
    </>
  );
}
