import type { Messages } from '@lingui/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { type Locale, preferredLocale } from '../i18n/locales';
import { activateLocale, setApplicationMessages } from '../i18n/text';
import { restoreSession } from '../session/refresh';
import { currentSession } from '../session/session';
import '@fontsource-variable/noto-sans/wght.css';
import '../theme/tokens.css';
import '../theme/base.css';
import { followAppearance } from '../theme/appearance';
import { queryClient } from './query-client';

interface Start {
  messages: (locale: Locale) => Promise<{ messages: Messages }>;
  application: ReactNode;
}

/** A device that has a network again is sometimes told so before it works. */
const AGAIN_AFTER = 4_000;

/** Asks again who it is as soon as there is a network, and then for everything on the page. */
function followNetwork(): void {
  async function comeBack() {
    if (currentSession().phase !== 'offline' || !navigator.onLine) return;
    await restoreSession();
    await queryClient.invalidateQueries();
  }
  addEventListener('online', comeBack);
  setInterval(comeBack, AGAIN_AFTER);
}

/** Deployed anew while this page was open: its parts have other names now. Without network there would be no page at all. */
function followDeployments(): void {
  addEventListener('vite:preloadError', () => {
    if (navigator.onLine) location.reload();
  });
}

export async function start({ messages, application }: Start): Promise<void> {
  setApplicationMessages(messages);
  followAppearance();
  followNetwork();
  followDeployments();
  void restoreSession();
  await activateLocale(preferredLocale());
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no #root');
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>{application}</QueryClientProvider>
    </StrictMode>,
  );
}
