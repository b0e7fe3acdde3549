import { Link } from '@tanstack/react-router';
import { PageTitle } from 'shared/app/page-title';
import { buttonLook } from 'shared/parts/button';
import { State } from 'shared/parts/state';
import { useText } from '../text';

/** What the member's roles do not reach, and where they do. */
export function NoRole() {
  const text = useText();
  return (
    <State
      icon="alert"
      title={text('no-role')}
      action={
        <a className={buttonLook()} href="/">
          {text('to-portal')}
        </a>
      }
    >
      {text('no-role-text')}
    </State>
  );
}

/** A view that the member's roles do not reach. */
export function Refused() {
  const text = useText();
  return (
    <>
      <PageTitle className="visually-hidden">{text('no-role')}</PageTitle>
      <NoRole />
    </>
  );
}

/** An address at which there is no view. */
export function Missing() {
  const text = useText();
  return (
    <>
      <PageTitle className="visually-hidden">{text('missing.heading')}</PageTitle>
      <State
        icon="search"
        title={text('missing.heading')}
        action={
          <Link className={buttonLook()} to="/">
            {text('missing.home')}
          </Link>
        }
      >
        {text('missing.text')}
      </State>
    </>
  );
}
