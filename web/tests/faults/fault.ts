import { pause } from '../support/api.ts';
import type { OwnBrowser } from './own-browser.ts';
import type { Random } from './random.ts';
import type { Visit } from './visit.ts';

/** What dies, and whether what the page has kept is certain to outlive it. */
export const FAULTS = {
  /** The tab is closed. */
  close: { keeps: true },
  /** Another page is opened in its place. */
  navigate: { keeps: true },
  /** The network is gone, and then the tab. */
  network: { keeps: true },
  /** The process of the portal's page. */
  'crash of the page': { keeps: false },
  /** The process of the player and the package. */
  'crash of the package': { keeps: false },
  /** All processes of the browser, by SIGKILL: what it had not yet written to the disk is gone. */
  kill: { keeps: false },
} as const;

export type Fault = keyof typeof FAULTS;

/** Crashes never answer. */
const ANSWERS_WITHIN = 300;

export async function strike(fault: Fault, browser: OwnBrowser, { page }: Visit, random: Random): Promise<void> {
  switch (fault) {
    case 'close':
      return page.close({ runBeforeUnload: false });
    case 'navigate':
      await page.goto('about:blank');
      return page.close();
    case 'network':
      await browser.context.setOffline(true);
      await pause(random.between(0, 400));
      await page.close();
      return browser.context.setOffline(false);
    case 'crash of the page':
      await crash(browser, page);
      return page.close();
    case 'crash of the package':
      await crash(browser, page.frames().find(frame => frame.url().includes('/_trellis/player.html')) ?? page);
      return page.close();
    case 'kill':
      return browser.kill();
  }
}

async function crash(
  browser: OwnBrowser,
  target: Parameters<OwnBrowser['context']['newCDPSession']>[0],
): Promise<void> {
  const session = await browser.context.newCDPSession(target);
  await Promise.race([session.send('Page.crash').catch(() => undefined), pause(ANSWERS_WITHIN)]);
}
