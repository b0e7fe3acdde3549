import { useQuery } from '@tanstack/react-query';
import { useMay, useMe } from '../access';
import { personQuery } from '../features/people/queries';

/** What a member is called, as far as it is known to who asks. API clients have no name here. */
export function useMemberName(memberId: string | null | undefined): string | undefined {
  const me = useMe();
  const may = useMay();
  const isOther = memberId != null && memberId !== me.member_id;
  const person = useQuery({ ...personQuery(memberId ?? ''), enabled: isOther && may('view_people') });
  return memberId === me.member_id ? me.name : person.data?.value.name;
}
