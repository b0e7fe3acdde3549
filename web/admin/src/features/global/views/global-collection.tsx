import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schema } from 'shared/api/schemas';
import { Button } from 'shared/parts/button';
import { Confirm } from 'shared/parts/confirm';
import { ProblemNote } from 'shared/parts/problem-note';
import { Failure, State } from 'shared/parts/state';
import { showToast } from 'shared/parts/toasts';
import { useMay } from '../../../access';
import { Badge } from '../../../parts/badge';
import { Card } from '../../../parts/card';
import layout from '../../../parts/layout.module.css';
import { PageHead } from '../../../parts/page-head';
import { ViewWaiting } from '../../../shell/view-waiting';
import { useText } from '../../../text';
import style from '../parts/collection.module.css';
import { SubscriptionBadge } from '../parts/subscription-badge';
import { globalCollectionQuery, subscribeToCollection, unsubscribeFromCollection } from '../queries';

const route = getRouteApi('/global-collections/$collectionId');

type Detail = Schema<'GlobalCollectionDetail'>;

/** Courses come one by one after one has subscribed, in a few seconds. */
const COMING = 15_000;
const SOON = 2_000;

export default function GlobalCollectionPage() {
  const text = useText();
  const { collectionId } = route.useParams();
  const [until, setUntil] = useState(0);
  const collection = useQuery({
    ...globalCollectionQuery(collectionId),
    refetchInterval: () => Date.now() < until && SOON,
  });
  const above = { to: '/global-collections', label: text('global.collections') };
  if (!collection.data) {
    if (!collection.error) return <ViewWaiting />;
    return (
      <>
        <PageHead title={text('collection')} above={above} />
        <Failure error={collection.error} onRetry={() => collection.refetch()} busy={collection.isFetching} />
      </>
    );
  }
  const { title, summary, is_subscribed } = collection.data;
  return (
    <>
      <PageHead
        title={title}
        lead={summary}
        beside={is_subscribed && <Badge tone="good">{text('global.state-published')}</Badge>}
        above={above}
      />
      <div className={layout.stack}>
        <Subscription collection={collection.data} onSubscribed={() => setUntil(Date.now() + COMING)} />
        <Courses courses={collection.data.courses} />
      </div>
    </>
  );
}

function Subscription({ collection, onSubscribed }: { collection: Detail; onSubscribed: () => void }) {
  const text = useText();
  const may = useMay();
  const client = useQueryClient();
  const [leaving, setLeaving] = useState(false);
  const { collection_id: id, title, is_subscribed } = collection;

  async function settle() {
    await client.invalidateQueries({ queryKey: ['global'] });
    void client.invalidateQueries({ queryKey: ['courses'] });
  }

  const subscribe = useMutation({
    mutationFn: () => subscribeToCollection(id),
    onSuccess: () => {
      showToast(text('global.subscribed', { title }));
      onSubscribed();
      return settle();
    },
  });

  if (!may('manage_courses')) return null;
  return (
    <div className={layout.form}>
      <div className={layout.row}>
        {is_subscribed ? (
          <Button onClick={() => setLeaving(true)}>{text('collection.unsubscribe')}</Button>
        ) : (
          <Button look="main" busy={subscribe.isPending} onClick={() => subscribe.mutate()}>
            {text('global.subscribe')}
          </Button>
        )}
      </div>
      <p className={layout.small}>{text(is_subscribed ? 'collection.grows' : 'collection.means')}</p>
      {subscribe.error && <ProblemNote error={subscribe.error} />}
      <Confirm
        title={text('collection.unsubscribe-title', { title })}
        action={text('collection.unsubscribe-go')}
        open={leaving}
        onClose={() => setLeaving(false)}
        onConfirm={async () => {
          await unsubscribeFromCollection(id);
          showToast(text('collection.unsubscribed', { title }));
          await settle();
        }}
      >
        <p>{text('collection.unsubscribe-means')}</p>
      </Confirm>
    </div>
  );
}

function Courses({ courses }: { courses: Detail['courses'] }) {
  const text = useText();
  if (courses.length === 0) {
    return (
      <Card title={text('collection.courses')}>
        <State icon="catalogue" title={text('collection.empty')} />
      </Card>
    );
  }
  return (
    <Card title={text('collection.courses')}>
      <ul className={style.courses}>
        {courses.map(({ course_id, title, subscription }) => (
          <li key={course_id}>
            <Link to="/global-courses/$courseId" params={{ courseId: course_id }} className={layout.strong}>
              {title}
            </Link>
            {subscription && <SubscriptionBadge state={subscription} />}
          </li>
        ))}
      </ul>
    </Card>
  );
}
