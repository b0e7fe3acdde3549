import { useQuery } from '@tanstack/react-query';
import { PageTitle } from 'shared/app/page-title';
import { State } from 'shared/parts/state';
import { meQuery } from '../queries';
import { useText } from '../text';

export default function Overview() {
  const text = useText();
  const me = useQuery(meQuery);
  const hasRole = me.data?.roles.some(role => role !== 'learner' && role !== 'machine') ?? true;
  return (
    <>
      <PageTitle>{text('overview')}</PageTitle>
      {!hasRole && (
        <State icon="alert" title={text('no-role')}>
          {text('no-role-text')}
        </State>
      )}
    </>
  );
}
