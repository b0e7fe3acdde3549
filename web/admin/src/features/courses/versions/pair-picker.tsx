import { SelectField } from '../../../parts/fields';
import layout from '../../../parts/layout.module.css';
import { useText } from '../../../text';
import { useVersionName, type VersionPair, type VersionRef, versionsTo } from './version-name';

interface PairPickerProps {
  newest: number;
  pair: VersionPair;
  onChange: (pair: VersionPair) => void;
}

/** Any two versions; the draft is one of them. */
export function PairPicker({ newest, pair, onChange }: PairPickerProps) {
  const text = useText();
  const nameOf = useVersionName();
  const versions = versionsTo(newest);
  const options = versions.map(version => ({ value: String(version), label: nameOf(version) }));
  const versionOf = (value: string): VersionRef => versions.find(version => String(version) === value) ?? 'draft';
  return (
    <div className={layout.pair}>
      <SelectField
        label={text('difference.from')}
        value={String(pair.from)}
        options={options}
        onChange={event => onChange({ ...pair, from: versionOf(event.target.value) })}
      />
      <SelectField
        label={text('difference.to')}
        value={String(pair.to)}
        options={options}
        onChange={event => onChange({ ...pair, to: versionOf(event.target.value) })}
      />
    </div>
  );
}
