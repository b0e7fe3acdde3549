import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Dialog } from 'shared/parts/dialog';
import { Facts } from '../../../parts/card';
import layout from '../../../parts/layout.module.css';
import { useText } from '../../../text';
import type { AuditFilter } from '../queries';
import style from './event-dialog.module.css';
import { ActorName, TargetName, useActionName } from './names';

type AuditEvent = Schema<'AuditEvent'>;

interface EventDialogProps {
  event: AuditEvent | undefined;
  onClose: () => void;
  onFilter: (name: keyof AuditFilter, value: string) => void;
}

/** All that is known of one act. */
export function EventDialog({ event, onClose, onFilter }: EventDialogProps) {
  const text = useText();
  const formats = useFormats();
  const actionName = useActionName();
  const only = (name: keyof AuditFilter, value: string) => () => {
    onFilter(name, value);
    onClose();
  };
  const facts = event && [
    { label: text('audit.time'), value: formats.dateTime(event.at) },
    { label: text('audit.actor'), value: <ActorName event={event} /> },
    { label: text('audit.target'), value: <TargetName event={event} /> },
    { label: text('audit.source'), value: event.source ?? '–' },
    {
      label: text('audit.request'),
      value: event.request_id ? <code className={layout.code}>{event.request_id}</code> : '–',
    },
  ];
  return (
    <Dialog title={event ? actionName(event.action) : ''} open={event !== undefined} onClose={onClose}>
      {event && (
        <>
          <Facts facts={facts ?? []} />
          <Differences before={event.before} after={event.after} />
          <div className={layout.row}>
            <Button onClick={only('target', event.target)}>{text('audit.only-target')}</Button>
            {'id' in event.actor && <Button onClick={only('actor', event.actor.id)}>{text('audit.only-actor')}</Button>}
          </div>
        </>
      )}
    </Dialog>
  );
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 1);
}

type Fields = AuditEvent['before'];

/** What is inside of a thing is a field of its own, so that only what is different stands here. */
function flat(fields: Fields, prefix = ''): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [name, value] of Object.entries(fields ?? {})) {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [inner, each] of flat(value as Fields, `${prefix}${name}.`)) found.set(inner, each);
    } else found.set(prefix + name, value);
  }
  return found;
}

function Differences({ before, after }: { before: Fields; after: Fields }) {
  const text = useText();
  const [was, is] = [flat(before), flat(after)];
  const names = [...new Set([...was.keys(), ...is.keys()])].filter(
    name => shown(was.get(name)) !== shown(is.get(name)),
  );
  if (names.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={style.scroll} tabIndex={0} aria-label={text('audit.changes')}>
      <table className={style.table}>
        <thead>
          <tr>
            <th scope="col">{text('audit.field')}</th>
            {before && <th scope="col">{text('audit.before')}</th>}
            {after && <th scope="col">{text(before ? 'audit.after' : 'audit.value')}</th>}
          </tr>
        </thead>
        <tbody>
          {names.map(name => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {before && <td>{shown(was.get(name))}</td>}
              {after && <td>{shown(is.get(name))}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
