import { useQuery } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import { Button, I18nProvider } from 'react-aria-components';
import { useLocale } from 'shared/i18n/text';
import { Failure } from 'shared/parts/state';
import { signOut } from 'shared/session/sign-out';
import { Mark } from 'shared/sign-in/mark';
import { meQuery } from '../queries';
import { useText } from '../text';
import style from './shell.module.css';

/** What stands around every page of the panel. */
export function Shell() {
  const text = useText();
  const locale = useLocale();
  const me = useQuery(meQuery);
  return (
    <I18nProvider locale={locale}>
      <a className={style.skip} href="#content">
        {text('skip')}
      </a>
      <header className={style.head}>
        <Link to="/" className={style.name}>
          <Mark />
          <span>{text('title')}</span>
        </Link>
        <span className={style.who}>{me.data?.name}</span>
        <a href="/">{text('to-portal')}</a>
        <Button className={style.leave} onPress={() => void signOut()}>
          {text('sign-out')}
        </Button>
      </header>
      <main id="content" className={style.content} tabIndex={-1}>
        {me.error ? <Failure error={me.error} onRetry={() => me.refetch()} /> : <Outlet />}
      </main>
    </I18nProvider>
  );
}
