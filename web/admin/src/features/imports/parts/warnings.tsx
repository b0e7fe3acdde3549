import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useId } from 'react';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { csv, download } from '../../../parts/csv';
import { SelectField } from '../../../parts/fields';
import { PanelIcon } from '../../../parts/panel-icon';
import { useKindNames } from '../../../parts/warning-kinds';
import { useText } from '../../../text';
import style from './import.module.css';

const route = getRouteApi('/imports/$importId');

interface WarningsProps {
  status: Schema<'ImportStatus'>;
  name: string;
}

function placeOf({ file, line }: Schema<'WarningView'>): string {
  return line > 0 ? `${file}:${line}` : file;
}

/** What to look at, by file and line. The import went on. */
export function Warnings({ status, name }: WarningsProps) {
  const text = useText();
  const formats = useFormats();
  const kindName = useKindNames();
  const id = useId();
  const { kind } = route.useSearch();
  const navigate = useNavigate({ from: '/imports/$importId' });
  const { warnings, warning_count: all } = status;
  const counts = new Map<string, number>();
  for (const warning of warnings) counts.set(warning.kind, (counts.get(warning.kind) ?? 0) + 1);
  const chosen = kind !== undefined && counts.has(kind) ? kind : '';
  const shown = warnings.filter(warning => chosen === '' || warning.kind === chosen);

  function save() {
    const head = [text('imports.file'), text('imports.line'), text('imports.kind'), text('imports.message')];
    const rows = shown.map(({ file, line, kind: each, message }) => [
      file,
      line > 0 ? String(line) : '',
      each,
      message,
    ]);
    download(`${name.replace(/\.zip$/i, '')}-warnings.csv`, csv([head, ...rows]));
  }

  return (
    <section className={style.warnings} aria-labelledby={id}>
      <header className={style.warningsHead}>
        <div>
          <h2 id={id}>{text('imports.warnings-title', { count: all, shown: formats.number(all) })}</h2>
          <p className={style.soft} role="status">
            {text('imports.listed', { count: shown.length, shown: formats.number(shown.length) })}
          </p>
        </div>
        <div className={style.tools}>
          <SelectField
            label={text('imports.kind')}
            hideLabel
            value={chosen}
            options={[
              { value: '', label: text('imports.all-kinds') },
              ...[...counts].map(([each, count]) => ({
                value: each,
                label: `${kindName(each)} (${formats.number(count)})`,
              })),
            ]}
            onChange={event => {
              const value = event.target.value;
              void navigate({ search: value === '' ? {} : { kind: value }, replace: true });
            }}
          />
          <Button icon={<PanelIcon name="download" size={16} />} onClick={save}>
            {text('export')}
          </Button>
        </div>
      </header>
      <table className={style.table}>
        <caption className="visually-hidden">{text('imports.warnings')}</caption>
        <thead>
          <tr>
            <th scope="col">{text('imports.place')}</th>
            <th scope="col">{text('imports.message')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((warning, at) => (
            <tr key={`${placeOf(warning)} ${at}`}>
              <td className={style.place}>{placeOf(warning)}</td>
              <td>
                <span className={style.kind}>{kindName(warning.kind)}</span>
                {warning.message}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
