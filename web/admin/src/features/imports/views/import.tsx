import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Note } from 'shared/parts/problem-note';
import { Failure } from 'shared/parts/state';
import { PageHead } from '../../../parts/page-head';
import { ViewWaiting } from '../../../shell/view-waiting';
import { useText } from '../../../text';
import style from '../parts/import.module.css';
import { ImportBadge } from '../parts/import-badge';
import { Outcome } from '../parts/outcome';
import { Progress } from '../parts/progress';
import { Warnings } from '../parts/warnings';
import { importQuery } from '../queries';

const route = getRouteApi('/imports/$importId');

export default function Import() {
  const text = useText();
  const { importId } = route.useParams();
  const client = useQueryClient();
  const status = useQuery(importQuery(importId));
  const data = status.data;
  const state = data?.state;
  // The lists that were looked at before do not have it yet.
  useEffect(() => {
    if (state === undefined) return;
    void client.invalidateQueries({ queryKey: ['imports'] });
    if (state === 'done') void client.invalidateQueries({ queryKey: ['courses'] });
  }, [client, state]);
  if (!data && status.error) {
    return <Failure error={status.error} onRetry={() => void status.refetch()} busy={status.isFetching} />;
  }
  if (!data) return <ViewWaiting />;
  return (
    <>
      <PageHead
        title={data.file_name}
        beside={<ImportBadge state={data.state} />}
        above={{ to: '/imports', label: text('imports.title') }}
      />
      <div className={style.stack}>
        {status.error && <Note kind="bad">{text('imports.lost-sight')}</Note>}
        <Progress status={data} />
        <Outcome status={data} />
        {data.warnings.length > 0 && <Warnings status={data} name={data.file_name} />}
      </div>
    </>
  );
}
