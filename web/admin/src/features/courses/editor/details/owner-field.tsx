import { useMay, useMe } from '../../../../access';
import { MemberField } from '../../../../parts/member-picker';
import { ChosenField } from '../../../../parts/picker';
import { useText } from '../../../../text';
import type { Owner } from '../model/draft';

interface OwnerFieldProps {
  owner: Owner | null;
  error: string | undefined;
  readOnly: boolean;
  onChange: (owner: Owner | null) => void;
}

/** Who answers for a course. Only who administers people finds them; others can take a course over. */
export function OwnerField({ owner, error, readOnly, onChange }: OwnerFieldProps) {
  const text = useText();
  const may = useMay();
  const me = useMe();
  const field = { label: text('course.owner'), hint: text('course.owner-hint'), error };
  const none = text('course.owner-none');
  if (may('view_people')) {
    return (
      <MemberField
        {...field}
        value={owner?.id ?? null}
        name={owner?.name}
        none={none}
        disabled={readOnly}
        onChange={(_, person) => onChange(person ? { id: person.member_id, name: person.name } : null)}
      />
    );
  }
  const takeOver = {
    words: text('course.owner-me'),
    onTake: () => onChange({ id: me.member_id, name: me.name }),
  };
  const clear = { words: text('pick.clear'), onTake: () => onChange(null) };
  const ways = [...(owner?.id === me.member_id ? [] : [takeOver]), ...(owner ? [clear] : [])];
  return <ChosenField {...field} words={owner?.name ?? none} ways={readOnly ? [] : ways} />;
}
