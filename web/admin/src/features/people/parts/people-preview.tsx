import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import layout from '../../../parts/layout.module.css';
import { useText } from '../../../text';
import style from './bulk-results.module.css';
import type { BulkRow } from './bulk-rows';
import { isRole, useRoleNames } from './words';

/** More rows than one can look through are named by their number. */
const SHOWN = 100;

/** What the rows are taken for, before anything is sent. */
export function PeoplePreview({ rows }: { rows: readonly BulkRow[] }) {
  const text = useText();
  const formats = useFormats();
  const roleName = useRoleNames();
  if (rows.length === 0) return null;
  // What is no role stands as it was written: the API refuses it.
  const shown = (role: Schema<'Role'>) => (isRole(role) ? roleName(role) : role);
  const regional = rows.some(row => (row.member.regions ?? []).length > 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={style.scroll} tabIndex={0} aria-label={text('bulk.preview')}>
      <table className={style.table}>
        <caption className="visually-hidden">{text('bulk.preview')}</caption>
        <thead>
          <tr>
            <th scope="col">{text('line')}</th>
            <th scope="col">{text('name')}</th>
            <th scope="col">{text('email')}</th>
            <th scope="col">{text('roles')}</th>
            <th scope="col">{text('region')}</th>
            {regional && <th scope="col">{text('regions')}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN).map(({ line, member }) => (
            <tr key={line}>
              <td>{formats.number(line)}</td>
              <td>{member.name}</td>
              <td>{member.email}</td>
              <td>{(member.roles ?? []).map(shown).join(', ')}</td>
              <td>{member.region}</td>
              {regional && <td>{(member.regions ?? []).join(', ')}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > SHOWN && <p className={layout.small}>{text('bulk.more-rows', { count: rows.length - SHOWN })}</p>}
    </section>
  );
}
