import { useState } from 'react';
import { useSharedText } from '../i18n/text';
import { Note } from '../parts/problem-note';
import { Frame } from './frame';
import { takeRefusal } from './refusal';
import { SignIn, type Way } from './sign-in';

/** Links can name the way in: the letters of administrators do. */
function wayOf(search: string, usual: Way): Way {
  return new URLSearchParams(search).get('way') === 'password' ? 'password' : usual;
}

/** Shown in the place of whatever page was asked for, which then opens. */
export default function SignInPage({ usualWay }: { usualWay: Way }) {
  const text = useSharedText();
  const [refusal] = useState(takeRefusal);
  return (
    <Frame title={text('sign-in.title')} lead={text('sign-in.lead')}>
      {refusal && <Note kind="bad">{refusal}</Note>}
      <SignIn firstWay={wayOf(location.search, usualWay)} />
    </Frame>
  );
}
