import { useQuery } from '@tanstack/react-query';
import type { Schema } from 'shared/api/schemas';
import { askPeople, personQuery } from '../features/people/queries';
import { useText } from '../text';
import { type Kind, Picker, PickField } from './picker';

type Person = Schema<'Person'>;

const PEOPLE: Kind<Person> = {
  name: 'people',
  ask: q => askPeople({ q, state: 'active' }),
  keyOf: person => person.member_id,
  title: person => person.name,
  detail: person => person.email,
  hint: 'pick.hint',
  none: 'pick.none',
  found: 'pick.found',
};

interface MemberPickerProps {
  label: string;
  hint?: string;
  /** Who is not to be chosen, such as the member themselves. */
  without?: readonly string[];
  onPick: (person: Person) => void;
}

/** Finds somebody by name or address, who fits best first. */
export function MemberPicker(props: MemberPickerProps) {
  return <Picker kind={PEOPLE} {...props} />;
}

interface MemberFieldProps {
  label: string;
  hint?: string;
  error?: string | undefined;
  value: string | null;
  /** What they are called, where that is known. */
  name?: string | undefined;
  without?: readonly string[];
  disabled?: boolean;
  /** What stands here while there is none. */
  none?: string;
  onChange: (memberId: string | null, person: Person | undefined) => void;
}

/** One member or nobody, such as to whom somebody reports. */
export function MemberField({ value, name: known, none, onChange, ...rest }: MemberFieldProps) {
  const text = useText();
  const chosen = useQuery({ ...personQuery(value ?? ''), enabled: value !== null && known === undefined });
  const name = known ?? chosen.data?.value.name ?? (chosen.error ? (value ?? undefined) : '…');
  return (
    <PickField
      kind={PEOPLE}
      {...rest}
      chosen={value === null ? undefined : name}
      none={none ?? text('pick.nobody')}
      onChange={person => onChange(person?.member_id ?? null, person)}
    />
  );
}
