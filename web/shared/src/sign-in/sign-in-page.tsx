import { useSharedText } from '../i18n/text';
import { Frame } from './frame';
import { SignIn, type Way } from './sign-in';

/** Links can name the way in: the letters of administrators do. */
function wayOf(search: string, usual: Way): Way {
  return new URLSearchParams(search).get('way') === 'password' ? 'password' : usual;
}

/** Shown in the place of whatever page was asked for, which then opens. */
export default function SignInPage({ usualWay }: { usualWay: Way }) {
  const text = useSharedText();
  return (
    <Frame title={text('sign-in.title')} lead={text('sign-in.lead')}>
      <SignIn firstWay={wayOf(location.search, usualWay)} />
    </Frame>
  );
}
