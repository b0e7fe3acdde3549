import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { State } from 'shared/parts/state';
import { useMay } from '../../../access';
import { type Column, DataTable } from '../../../parts/data-table';
import { ExportButton } from '../../../parts/export-button';
import { SelectField, TextField } from '../../../parts/fields';
import layout from '../../../parts/layout.module.css';
import { MemberField } from '../../../parts/member-picker';
import { PageHead } from '../../../parts/page-head';
import { SearchField } from '../../../parts/search-field';
import { usePages } from '../../../parts/use-pages';
import { useText } from '../../../text';
import { ACTIONS } from '../parts/actions';
import { EventDialog } from '../parts/event-dialog';
import { ActorName, TargetName, useActionName } from '../parts/names';
import { type AuditFilter, askAudit } from '../queries';

type AuditEvent = Schema<'AuditEvent'>;

const route = getRouteApi('/audit');
const MEMBER_ID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

export default function Audit() {
  const text = useText();
  const filter: AuditFilter = route.useSearch();
  const navigate = useNavigate({ from: '/audit' });
  const [open, setOpen] = useState<AuditEvent>();
  const ask = askAudit(filter);
  const pages = usePages(['audit', filter], ask);
  const filtered = Object.keys(filter).length > 0;
  const change = (name: keyof AuditFilter, value: string | null) =>
    void navigate({ search: ({ [name]: _, ...rest }) => (value ? { ...rest, [name]: value } : rest), replace: true });
  const clear = <Button onClick={() => void navigate({ search: {}, replace: true })}>{text('filters.clear')}</Button>;
  return (
    <>
      <PageHead title={text('audit')} lead={text('audit.lead')} actions={<AuditExport filter={filter} />} />
      <Filters filter={filter} change={change} clear={filtered && clear} />
      <DataTable
        label={text('audit')}
        columns={useColumns()}
        actions={{ width: 'narrow', of: event => <DetailsButton event={event} onOpen={() => setOpen(event)} /> }}
        pages={pages}
        keyOf={event => event.audit_event_id}
        empty={
          <State icon="list" title={text('audit.empty')}>
            {text(filtered ? 'audit.none-text' : 'audit.empty-text')}
          </State>
        }
      />
      <EventDialog event={open} onClose={() => setOpen(undefined)} onFilter={change} />
    </>
  );
}

interface FiltersProps {
  filter: AuditFilter;
  change: (name: keyof AuditFilter, value: string | null) => void;
  clear: ReactNode;
}

function Filters({ filter, change, clear }: FiltersProps) {
  const text = useText();
  const may = useMay();
  const actionName = useActionName();
  const byMember = may('view_people') && (!filter.actor || MEMBER_ID.test(filter.actor));
  return (
    <search className={layout.filters} aria-label={text('filters')}>
      <SelectField
        label={text('audit.action')}
        value={filter.action ?? ''}
        options={[
          { value: '', label: text('any') },
          ...ACTIONS.map(action => ({ value: action, label: actionName(action) })),
        ]}
        onChange={event => change('action', event.target.value)}
      />
      <TextField
        type="month"
        label={text('audit.month')}
        value={filter.month ?? ''}
        disabled={filter.target !== undefined}
        hint={filter.target === undefined ? undefined : text('audit.any-month')}
        onChange={event => change('month', event.target.value)}
      />
      {byMember ? (
        <MemberField
          label={text('audit.actor')}
          none={text('audit.anybody')}
          value={filter.actor ?? null}
          onChange={id => change('actor', id)}
        />
      ) : (
        <SearchField
          label={text('audit.actor')}
          placeholder={text('any')}
          value={filter.actor ?? ''}
          onChange={value => change('actor', value)}
        />
      )}
      <SearchField
        label={text('audit.target')}
        placeholder={text('any')}
        value={filter.target ?? ''}
        onChange={value => change('target', value)}
      />
      {clear}
    </search>
  );
}

function useColumns(): Column<AuditEvent>[] {
  const text = useText();
  const formats = useFormats();
  const actionName = useActionName();
  return [
    {
      id: 'action',
      header: text('audit.action'),
      cell: event => <strong>{actionName(event.action)}</strong>,
    },
    { id: 'time', order: 'descending', header: text('audit.time'), cell: event => formats.dateTime(event.at) },
    { id: 'actor', header: text('audit.actor'), wide: true, cell: event => <ActorName event={event} /> },
    { id: 'target', header: text('audit.target'), wide: true, cell: event => <TargetName event={event} /> },
  ];
}

function DetailsButton({ event, onOpen }: { event: AuditEvent; onOpen: () => void }) {
  const text = useText();
  const formats = useFormats();
  const actionName = useActionName();
  return (
    <Button
      look="quiet"
      aria-label={text('audit.details-of', { action: actionName(event.action), time: formats.dateTime(event.at) })}
      onClick={onOpen}
    >
      {text('details')}
    </Button>
  );
}

function AuditExport({ filter }: { filter: AuditFilter }) {
  const text = useText();
  const json = (value: unknown) => (value ? JSON.stringify(value) : '');
  return (
    <ExportButton
      name={`audit-${filter.month ?? new Date().toISOString().slice(0, 7)}`}
      ask={askAudit(filter)}
      columns={[
        { header: text('audit.time'), value: event => event.at },
        { header: text('audit.action'), value: event => event.action },
        {
          header: text('audit.actor'),
          value: event => ('id' in event.actor ? `${event.actor.kind}/${event.actor.id}` : event.actor.kind),
        },
        { header: text('audit.actor-name'), value: event => event.actor_name ?? '' },
        { header: text('audit.target'), value: event => event.target },
        { header: text('audit.target-name'), value: event => event.target_name ?? '' },
        { header: text('audit.source'), value: event => event.source ?? '' },
        { header: text('audit.before'), value: event => json(event.before) },
        { header: text('audit.after'), value: event => json(event.after) },
        { header: text('audit.request'), value: event => event.request_id ?? '' },
      ]}
    />
  );
}
