import { useSharedText } from '../i18n/text';
import { Button } from '../parts/button';
import { Dialog } from '../parts/dialog';
import { signOut } from '../session/sign-out';
import { SignIn, type Way } from './sign-in';

/** Above a page whose session is over: what is on it stays, and goes on after the sign-in. */
export default function SessionEnded({ usualWay }: { usualWay: Way }) {
  const text = useSharedText();
  return (
    <Dialog title={text('ended.title')} open>
      <p>{text('ended.text')}</p>
      <SignIn firstWay={usualWay} />
      <Button onClick={signOut}>{text('ended.leave')}</Button>
    </Dialog>
  );
}
