import { State } from 'shared/parts/state';
import { loadMessages, useText } from '../../attempts/text';
import { askTeamPackageAttempts } from '../queries';
import { PackageAttempts } from './package-attempts';

/** What a manager sees of how somebody of the team did in packages. */
function TeamPackageAttempts({ memberId }: { memberId: string }) {
  const text = useText();
  return (
    <PackageAttempts
      title={text('attempts.packages')}
      subject={text('attempts.package')}
      name={['team', memberId, 'package-attempts']}
      ask={askTeamPackageAttempts(memberId)}
      empty={<State icon="package" title={text('attempts.empty')} />}
    />
  );
}

/** The list, once it can speak. */
export async function loadTeamPackageAttempts(): Promise<typeof TeamPackageAttempts> {
  await loadMessages();
  return TeamPackageAttempts;
}
