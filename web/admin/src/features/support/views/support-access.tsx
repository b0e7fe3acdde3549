import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Confirm } from 'shared/parts/confirm';
import { State } from 'shared/parts/state';
import { showToast } from 'shared/parts/toasts';
import { useMay } from '../../../access';
import { Badge } from '../../../parts/badge';
import { type Column, DataTable } from '../../../parts/data-table';
import { PageHead } from '../../../parts/page-head';
import { TwoLines } from '../../../parts/two-lines';
import { usePages } from '../../../parts/use-pages';
import { useText } from '../../../text';
import { GrantSupport } from '../parts/grant-support';
import { askSupport } from '../queries';

type Grant = Schema<'SupportAccess'>;

/** Who of support may look into the workspace, and who might. */
export default function SupportAccess() {
  const text = useText();
  const may = useMay();
  const client = useQueryClient();
  const [granting, setGranting] = useState(false);
  const [ending, setEnding] = useState<Grant>();
  const pages = usePages(['support-access'], askSupport);
  const grant = may('manage_workspace') && (
    <Button look="main" onClick={() => setGranting(true)}>
      {text('support.grant')}
    </Button>
  );

  async function end(support_grant_id: string) {
    await answered(
      api.DELETE('/v1/admin/support-access/{support_grant_id}', { params: { path: { support_grant_id } } }),
    );
    await client.invalidateQueries({ queryKey: ['support-access'] });
    showToast(text('support.ended', { name: ending?.name ?? '' }));
  }

  return (
    <>
      <PageHead title={text('support')} lead={text('support.lead')} actions={grant} />
      <DataTable
        label={text('support')}
        pages={pages}
        keyOf={each => each.support_grant_id}
        columns={useColumns()}
        actions={
          may('manage_workspace') && {
            width: 'narrow',
            of: each =>
              each.running && (
                <Button
                  look="danger"
                  aria-label={text('support.end-do', { name: each.name })}
                  onClick={() => setEnding(each)}
                >
                  {text('support.end')}
                </Button>
              ),
          }
        }
        empty={
          <State icon="person" title={text('support.empty')} action={grant}>
            {text('support.empty-text')}
          </State>
        }
      />
      <GrantSupport open={granting} onClose={() => setGranting(false)} />
      <Confirm
        title={text('support.end-title', { name: ending?.name ?? '' })}
        action={text('support.end-do', { name: ending?.name ?? '' })}
        open={ending !== undefined}
        onClose={() => setEnding(undefined)}
        onConfirm={() => end(ending?.support_grant_id ?? '')}
      >
        <p>{text('support.end-text')}</p>
      </Confirm>
    </>
  );
}

function useColumns(): Column<Grant>[] {
  const text = useText();
  const formats = useFormats();
  return [
    {
      id: 'name',
      header: text('name'),
      cell: grant => (
        <TwoLines below={grant.email}>
          <strong>{grant.name}</strong>
        </TwoLines>
      ),
    },
    { id: 'reason', header: text('support.reason'), wide: true, cell: grant => grant.reason },
    {
      id: 'from',
      order: 'descending',
      header: text('support.from'),
      wide: true,
      width: 'middle',
      cell: grant => formats.dateTime(grant.granted_at),
    },
    {
      id: 'until',
      header: text('support.until'),
      width: 'middle',
      cell: grant => (
        <>
          {formats.dateTime(grant.ended_at ?? grant.until)}{' '}
          <Badge tone={grant.running ? 'warn' : 'plain'}>
            {text(grant.running ? 'support.running' : 'support.over')}
          </Badge>
        </>
      ),
    },
  ];
}
