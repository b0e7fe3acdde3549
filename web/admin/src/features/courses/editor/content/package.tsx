import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Note, ProblemNote } from 'shared/parts/problem-note';
import { SelectField, TextField } from '../../../../parts/fields';
import { useText } from '../../../../text';
import { FileField } from '../../../files/parts/file-field';
import { FileLine } from '../../../files/parts/file-line';
import { fileQuery } from '../../../files/queries';
import { PackageReport } from '../../../packages/parts/package-report';
import { type LaunchableItem, launchableItems, packageQuery } from '../../../packages/queries';
import { AttemptsLink } from './attempts-link';
import style from './content.module.css';
import type { ContentEditorProps, ContentOf, KindOfLesson } from './kind';

type PackageContent = ContentOf<'package'>;

const MOST_PERCENT = 100;
const MOST_ATTEMPTS = 100;

function PackageEditor({ content, slot, readOnly, error, onChange }: ContentEditorProps<'package'>) {
  const text = useText();
  const known = useQuery(packageQuery(content.file));
  return (
    <div className={style.content}>
      <FileField
        slot={slot}
        kind="package"
        label={text('packages.file')}
        value={content.file}
        error={error}
        readOnly={readOnly}
        onChosen={file =>
          onChange({ ...content, file: file.digest, item: file.digest === content.file ? content.item : '' })
        }
      />
      {known.error && <ProblemNote error={known.error} />}
      {known.data && <PackageReport content={known.data} />}
      {known.data?.state === 'ready' && (
        <ItemField content={content} items={launchableItems(known.data)} readOnly={readOnly} onChange={onChange} />
      )}
      <Rules content={content} readOnly={readOnly} onChange={onChange} />
    </div>
  );
}

type PartProps = Pick<ContentEditorProps<'package'>, 'content' | 'readOnly' | 'onChange'>;

function ItemField({ content, items, readOnly, onChange }: PartProps & { items: readonly LaunchableItem[] }) {
  const text = useText();
  const only = items.length === 1 ? items[0]?.id : undefined;
  useEffect(() => {
    if (only !== undefined && content.item === '' && !readOnly) onChange({ ...content, item: only });
  }, [only]);
  if (items.length === 0) return <Note kind="bad">{text('packages.nothing-to-open')}</Note>;
  return (
    <SelectField
      label={text('packages.item')}
      hint={text('packages.item-hint')}
      value={content.item}
      disabled={readOnly}
      options={[
        ...(items.some(item => item.id === content.item) ? [] : [{ value: '', label: text('packages.choose-item') }]),
        ...items.map(({ id, title, above }) => ({ value: id, label: [...above, title || id].join(' › ') })),
      ]}
      onChange={event => onChange({ ...content, item: event.target.value })}
    />
  );
}

function Rules({ content, readOnly, onChange }: PartProps) {
  const text = useText();
  const { completion = 'reported', mastery_percent, attempts, scoring = 'highest' } = content;
  return (
    <>
      <SelectField
        label={text('packages.completion')}
        value={completion}
        disabled={readOnly}
        options={[
          { value: 'reported', label: text('packages.completion.reported') },
          { value: 'launched', label: text('packages.completion.launched') },
        ]}
        onChange={event =>
          onChange({ ...content, completion: event.target.value === 'launched' ? 'launched' : 'reported' })
        }
      />
      <OptionalNumber
        label={text('packages.mastery')}
        hint={text('packages.mastery-hint')}
        value={mastery_percent ?? undefined}
        least={0}
        most={MOST_PERCENT}
        readOnly={readOnly}
        onChange={value => onChange(withNumber(content, 'mastery_percent', value))}
      />
      <OptionalNumber
        label={text('packages.attempts')}
        hint={text('packages.attempts-hint')}
        value={attempts ?? undefined}
        least={1}
        most={MOST_ATTEMPTS}
        readOnly={readOnly}
        onChange={value => onChange(withNumber(content, 'attempts', value))}
      />
      <SelectField
        label={text('packages.scoring')}
        value={scoring}
        disabled={readOnly}
        options={(['highest', 'first', 'last'] as const).map(each => ({
          value: each,
          label: text(`packages.scoring.${each}`),
        }))}
        onChange={event =>
          onChange({ ...content, scoring: event.target.value as NonNullable<PackageContent['scoring']> })
        }
      />
    </>
  );
}

/** A field that is left empty is not there. */
function withNumber(
  content: PackageContent,
  name: 'mastery_percent' | 'attempts',
  value: number | undefined,
): PackageContent {
  const { [name]: _, ...rest } = content;
  return value === undefined ? rest : { ...rest, [name]: value };
}

interface OptionalNumberProps {
  label: string;
  hint: string;
  value: number | undefined;
  least: number;
  most: number;
  readOnly: boolean;
  onChange: (value: number | undefined) => void;
}

function OptionalNumber({ label, hint, value, least, most, readOnly, onChange }: OptionalNumberProps) {
  const text = useText();
  const isFit = isOptional(value, least, most);
  return (
    <TextField
      type="number"
      label={label}
      hint={hint}
      value={value === undefined || Number.isNaN(value) ? '' : value}
      min={least}
      max={most}
      step={1}
      readOnly={readOnly}
      error={isFit ? undefined : text(least === 0 ? 'course.fault.mastery' : 'course.fault.attempts')}
      onChange={({ target }) => onChange(target.value === '' ? undefined : target.valueAsNumber)}
    />
  );
}

function isOptional(value: number | null | undefined, least: number, most: number): boolean {
  return value === undefined || value === null || (Number.isInteger(value) && value >= least && value <= most);
}

function PackagePreview({ content }: { content: PackageContent }) {
  const text = useText();
  const { data } = useQuery({ ...fileQuery(content.file), enabled: content.file !== '' });
  if (!data) return null;
  return (
    <>
      <FileLine file={data} />
      <p className={style.soft}>{text('packages.preview')}</p>
    </>
  );
}

function ToAttempts(lesson: { courseId: string; lessonId: string }) {
  const text = useText();
  return (
    <AttemptsLink to="/courses/$courseId/packages/$lessonId" {...lesson}>
      {text('course.package-attempts')}
    </AttemptsLink>
  );
}

function faultOf({ file, item, mastery_percent, attempts }: PackageContent) {
  if (file === '') return 'no-file';
  if (item === '') return 'no-item';
  if (!isOptional(mastery_percent, 0, MOST_PERCENT)) return 'mastery';
  return isOptional(attempts, 1, MOST_ATTEMPTS) ? undefined : 'attempts';
}

/** A part of a SCORM or cmi5 package, which runs by itself and tells what was done in it. */
export const PACKAGE: KindOfLesson<'package'> = {
  name: 'course.kind.package',
  purpose: 'course.kind.package-text',
  picture: 'M12 3.500 20 7.800v8.400l-8 4.300-8-4.300V7.800zM4.200 7.900l7.800 4.200 7.800-4.200M12 12.100v8.200',
  needsText: false,
  empty: { kind: 'package', file: '', item: '', completion: 'reported', scoring: 'highest' },
  text: ({ file, item, completion = 'reported', mastery_percent, attempts, scoring = 'highest' }) =>
    [
      `${file.slice(0, 12)} ${item}`,
      completion,
      ...(typeof mastery_percent === 'number' ? [`≥ ${mastery_percent} %`] : []),
      ...(typeof attempts === 'number' ? [`× ${attempts}`] : []),
      scoring,
    ].join('\n'),
  sent: content => content,
  fault: faultOf,
  Editor: PackageEditor,
  More: ToAttempts,
  Preview: PackagePreview,
};
