import { useState } from 'react';
import type { Schema } from '../api/schemas';
import { useSharedText } from '../i18n/text';
import { Button } from '../parts/button';
import { Failure } from '../parts/state';
import { ChooseWorkspace } from './choose-workspace';
import { EmailSignIn } from './email-sign-in';
import { type DoorLink, takeDoorLink } from './link';
import { PasswordSignIn } from './password-sign-in';
import style from './sign-in.module.css';
import { SsoButtons } from './sso-buttons';
import { useWorkspace } from './workspace';

export type Way = 'code' | 'password';

/** All ways in, of the workspace that the address names or that one chooses. */
export function SignIn({ firstWay }: { firstWay: Way }) {
  const { query, asking, choose } = useWorkspace();
  const [link] = useState(takeDoorLink);
  if (asking) return <ChooseWorkspace onChosen={choose} />;
  if (query.data) return <Ways workspace={query.data} firstWay={firstWay} link={link} onOther={() => choose(null)} />;
  if (query.error) {
    return (
      <>
        <Failure error={query.error} onRetry={() => query.refetch()} />
        <ChooseWorkspace onChosen={choose} />
      </>
    );
  }
  return <div className={style.waiting} />;
}

interface WaysProps {
  workspace: Schema<'SignInPage'>;
  firstWay: Way;
  link: DoorLink;
  onOther: () => void;
}

function Ways({ workspace, firstWay, link, onOther }: WaysProps) {
  const text = useSharedText();
  const [way, setWay] = useState(firstWay);
  const [email, setEmail] = useState(link.email);
  const other = (
    <Button look="quiet" onClick={() => setWay(way === 'code' ? 'password' : 'code')}>
      {text(way === 'code' ? 'way.password' : 'way.code')}
    </Button>
  );
  const Form = way === 'code' ? EmailSignIn : PasswordSignIn;
  return (
    <div className={style.ways}>
      <p className={style.where}>
        <span>{text('workspace.current', { name: workspace.name })}</span>
        <button type="button" className={style.link} onClick={onOther}>
          {text('workspace.change')}
        </button>
      </p>
      <SsoButtons workspace={workspace} />
      <Form workspace={workspace.workspace} email={email} device={link.device} onEmail={setEmail} other={other} />
    </div>
  );
}
