import { useId } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Icon } from 'shared/parts/icon';
import { ProgressBar } from 'shared/parts/progress-bar';
import { Reason } from '../../../parts/reason';
import { type TextId, useText } from '../../../text';
import style from '../../imports/parts/import.module.css';
import { type CoursePackage, isUnderWay, launchableItems } from '../queries';

const STANDARDS: Record<string, string> = {
  scorm_1_2: 'SCORM 1.2',
  scorm_2004_2: 'SCORM 2004, 2nd edition',
  scorm_2004_3: 'SCORM 2004, 3rd edition',
  scorm_2004_4: 'SCORM 2004, 4th edition',
  cmi5: 'cmi5',
};

/** How far a package is, what it is, and everything in it that should be looked at. */
export function PackageReport({ content }: { content: CoursePackage }) {
  if (isUnderWay(content)) return <Unpacking content={content} />;
  return (
    <div className={style.stack}>
      {content.state === 'refused' ? <Refused reason={content.reason} /> : <Ready content={content} />}
      {content.warnings.length > 0 && <Warnings content={content} />}
    </div>
  );
}

function Unpacking({ content: { done, total, state } }: { content: CoursePackage }) {
  const text = useText();
  const formats = useFormats();
  const percent = total === 0 ? 0 : Math.floor((done / total) * 100);
  const label = text(state === 'waiting' ? 'packages.waiting' : 'packages.unpacking');
  return (
    <section className={style.card}>
      <div className={style.line}>
        <h2>{label}</h2>
        {total > 0 && (
          <p className={style.figure}>
            {text('imports.of', { done: formats.number(done), total: formats.number(total) })}
          </p>
        )}
      </div>
      {total === 0 ? (
        <div className={style.indeterminate} role="progressbar" aria-label={label} />
      ) : (
        <ProgressBar label={label} percent={percent} />
      )}
      <p className={style.soft}>{text('packages.goes-on')}</p>
      <p className="visually-hidden" role="status">
        {label} {formats.percent(Math.floor(percent / 25) * 25)}
      </p>
    </section>
  );
}

function Refused({ reason }: { reason: string | null | undefined }) {
  const text = useText();
  return (
    <section className={style.card} data-tone="bad" role="status">
      <h2>
        <Icon name="alert" />
        {text('packages.refused')}
      </h2>
      <Reason reason={reason} />
    </section>
  );
}

function Ready({ content }: { content: CoursePackage }) {
  const text = useText();
  const formats = useFormats();
  const count = launchableItems(content).length;
  const standard = content.standard ?? '';
  return (
    <section className={style.card} data-tone="good" role="status">
      <h2>
        <Icon name="check" />
        {content.title || text('packages.ready')}
      </h2>
      <p className={style.soft}>
        {[STANDARDS[standard] ?? standard, text('packages.items', { count, shown: formats.number(count) })].join(' · ')}
      </p>
      {standard === 'cmi5' && <p className={style.soft}>{text('packages.cmi5')}</p>}
    </section>
  );
}

/** What the API calls its warnings about packages; one that is new there is shown by the API's name. */
const KINDS: Record<string, TextId> = {
  missing_file: 'packages.warning.missing_file',
  missing_title: 'packages.warning.missing_title',
  missing_organisation: 'packages.warning.missing_organisation',
  missing_resource: 'packages.warning.missing_resource',
  odd_manifest: 'packages.warning.odd_manifest',
  file_type: 'packages.warning.file_type',
  sequencing: 'packages.warning.sequencing',
};

function Warnings({ content: { warnings, warning_count } }: { content: CoursePackage }) {
  const text = useText();
  const formats = useFormats();
  const id = useId();
  return (
    <section className={style.warnings} aria-labelledby={id}>
      <header className={style.warningsHead}>
        <h2 id={id}>
          {text('imports.warnings-title', { count: warning_count, shown: formats.number(warning_count) })}
        </h2>
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
          {warnings.map(({ kind, file, line, message }, at) => (
            <tr key={`${file} ${line} ${at}`}>
              <td className={style.place}>{line ? `${file}:${line}` : file}</td>
              <td>
                <span className={style.kind}>{KINDS[kind] ? text(KINDS[kind]) : kind}</span>
                {message}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
