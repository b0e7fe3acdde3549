import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { isLocale } from 'shared/i18n/locales';
import { activateLocale, chooseLocale } from 'shared/i18n/text';
import { SkipLink } from 'shared/parts/skip-link';
import { kept } from 'shared/session/storage';
import { applyBranding } from 'shared/theme/branding';
import { useLocation, useRoute } from 'wouter';
import { useSearchKey } from '../features/catalogue/search-key';
import { AccountMenu } from './account-menu';
import { Navigation } from './navigation';
import { Network } from './network';
import { PreviewBar } from './preview-bar';
import { meQuery, workspaceQuery } from './queries';
import style from './shell.module.css';
import { useGoingOn } from './use-going-on';
import { Workspace } from './workspace';

/** What stands around every page of the portal. */
export function Shell({ children }: { children: ReactNode }) {
  const [path] = useLocation();
  const [reading] = useRoute('/courses/:courseId/lessons/:lessonId');
  const me = useQuery(meQuery);
  const workspace = useQuery({ ...workspaceQuery(me.data?.workspace ?? ''), enabled: me.data !== undefined });

  useEffect(() => {
    if (!workspace.data) return;
    applyBranding(workspace.data);
    if (!kept('locale') && isLocale(workspace.data.locale)) void activateLocale(workspace.data.locale);
  }, [workspace.data]);

  useSearchKey();
  useGoingOn();

  // What the member has chosen on another device.
  const chosen = me.data?.locale;
  useEffect(() => {
    if (isLocale(chosen)) void chooseLocale(chosen);
  }, [chosen]);

  // A page opens at its top; a lesson finds its own place.
  useEffect(() => {
    if (!reading && !location.hash) scrollTo(0, 0);
  }, [path]);

  return (
    <div className={style.shell} data-reading={reading || undefined}>
      <SkipLink />
      <header className={style.head}>
        <div className={style.bar}>
          <Workspace name={workspace.data?.name} />
          <Navigation />
          <AccountMenu me={me.data} />
        </div>
      </header>
      <Network />
      <PreviewBar />
      <main id="content" className={style.content} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
