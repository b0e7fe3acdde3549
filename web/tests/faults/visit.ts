import { inflateRawSync } from 'node:zlib';
import type { BrowserContext, Frame, Page, Request } from '@playwright/test';
import { stackUrl } from '../support/api.ts';
import { running } from '../support/packages.ts';
import { enterAddressAndCode, WORKSPACE } from '../support/people.ts';
import type { Driven } from './package.ts';

const LOCATIONS = ['cmi.core.lesson_location', 'cmi.location'];

type Cmi = Record<string, string>;

function locationIn(cmi: Cmi | undefined): number {
  return Number(LOCATIONS.map(name => cmi?.[name]).find(Boolean) ?? 0);
}

interface Sent {
  deflated?: string;
  launch?: string;
  cmi?: Cmi;
}

function sentWith(request: Request): Sent {
  const sent = JSON.parse(request.postData() ?? '{}') as Sent;
  if (sent.deflated === undefined) return sent;
  return JSON.parse(inflateRawSync(Buffer.from(sent.deflated, 'base64')).toString()) as Sent;
}

/** A package that was opened in a page. */
export interface Visit {
  page: Page;
  frame: Frame;
  /** What the API had when the session began. */
  server: number;
  /** The highest place that the API has acknowledged since. */
  acknowledged: () => number;
}

/** Opens a package as a learner does, who signs in if the browser has forgotten them. */
export async function visit(context: BrowserContext, email: string, path: string, driven: Driven): Promise<Visit> {
  const page = await context.newPage();
  page.on('dialog', dialog => void dialog.accept().catch(() => undefined));
  let acknowledged = 0;
  let server: number | undefined;
  let launch: string | undefined;
  page.on('response', response => {
    if (!response.ok()) return;
    const { pathname } = new URL(response.url());
    if (pathname === '/v1/package-commits') {
      const sent = sentWith(response.request());
      // What earlier sessions have left is theirs.
      if (sent.launch === launch) acknowledged = Math.max(acknowledged, locationIn(sent.cmi));
    }
    if (pathname !== '/v1/package-sessions') return;
    launch = sentWith(response.request()).launch;
    void response.json().then(
      (answer: { begun?: { cmi: Cmi } }) => {
        if (answer.begun) server = locationIn(answer.begun.cmi);
      },
      () => undefined,
    );
  });
  await page.goto(`${stackUrl()}${path}?workspace=${WORKSPACE}`);
  const [door, account] = [page.locator('input[name=email]'), page.locator('header summary')];
  await door.or(account).first().waitFor();
  if (await door.isVisible()) await enterAddressAndCode(page, email);
  await page.getByRole('button', { name: /^(Start|Pick up where you left off)/ }).click();
  const sign = running(page).locator(driven.sign);
  // A browser that was killed may have forgotten its own name.
  const takeOver = page.getByRole('button', { name: 'Continue here' });
  await sign.or(takeOver).first().waitFor();
  if (await takeOver.isVisible()) await takeOver.click();
  await sign.waitFor();
  const frame = page.frames().find(each => each.name() === 'package');
  if (!frame || server === undefined) throw new Error('no session has begun');
  return { page, frame, server, acknowledged: () => acknowledged };
}
