import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useMatches } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import { isLocale } from 'shared/i18n/locales';
import { chooseLocale, useLocale } from 'shared/i18n/text';
import { Dialog } from 'shared/parts/dialog';
import { SkipLink } from 'shared/parts/skip-link';
import { Failure } from 'shared/parts/state';
import { Mark } from 'shared/sign-in/mark';
import { applyBranding } from 'shared/theme/branding';
import { MeProvider, mayOf } from '../access';
import { signInPageQuery } from '../features/workspace/queries';
import { PanelIcon } from '../parts/panel-icon';
import { useText } from '../text';
import { AccountMenu, LookDialog } from './account-menu';
import { meQuery } from './queries';
import { Refused } from './refused';
import { SecondFactorNote } from './second-factor-note';
import style from './shell.module.css';
import { SideNav } from './side-nav';
import { ViewWaiting } from './view-waiting';

/** The member's own language follows them to this device; the workspace's colours are everybody's. */
function useOwnLook(locale: string | null | undefined, workspace: string | undefined) {
  const page = useQuery({ ...signInPageQuery(workspace ?? ''), enabled: workspace !== undefined });
  useEffect(() => {
    if (isLocale(locale)) void chooseLocale(locale);
  }, [locale]);
  useEffect(() => {
    if (page.data) applyBranding(page.data);
  }, [page.data]);
  return page.data?.name;
}

/** What stands around every page of the panel. */
export function Shell() {
  const text = useText();
  const locale = useLocale();
  const me = useQuery(meQuery);
  const name = useOwnLook(me.data?.locale, me.data?.workspace);
  const [drawer, setDrawer] = useState(false);
  const [look, setLook] = useState(false);
  const needs = useMatches({ select: matches => matches.findLast(match => match.staticData.needs)?.staticData.needs });

  function view() {
    if (me.data) return needs && !mayOf(me.data)(needs) ? <Refused /> : <Outlet />;
    return me.error ? <Failure error={me.error} onRetry={() => me.refetch()} busy={me.isFetching} /> : <ViewWaiting />;
  }

  return (
    <I18nProvider locale={locale}>
      <MeProvider value={me.data}>
        <SkipLink />
        <header className={style.head}>
          {me.data && (
            <button type="button" className={style.open} aria-label={text('nav.open')} onClick={() => setDrawer(true)}>
              <PanelIcon name="menu" />
            </button>
          )}
          <Link to="/" className={style.name}>
            <Mark />
            <span>{name ?? text('title')}</span>
          </Link>
          <div className={style.account}>{me.data && <AccountMenu onLook={() => setLook(true)} />}</div>
        </header>
        <div className={style.body}>
          <div className={style.side}>{me.data && <SideNav />}</div>
          <main id="content" className={style.content} tabIndex={-1}>
            {me.data && <SecondFactorNote />}
            {view()}
            {/* Inside of the main part, where their heads are no second banner of the page. */}
            {me.data && (
              <Dialog title={name ?? text('title')} shape="drawer" open={drawer} onClose={() => setDrawer(false)}>
                <SideNav onChoose={() => setDrawer(false)} />
              </Dialog>
            )}
            <LookDialog open={look} onClose={() => setLook(false)} />
          </main>
        </div>
      </MeProvider>
    </I18nProvider>
  );
}
