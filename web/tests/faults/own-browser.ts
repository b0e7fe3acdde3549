import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium } from '@playwright/test';
import { pause } from '../support/api.ts';
import { findChromium } from '../support/browser.ts';

const STARTS_WITHIN = 30_000;
const FLAGS = ['--headless', '--disable-gpu', '--disable-background-networking', '--no-first-run', '--lang=en-GB'];
const AS_ROOT = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** A browser in a process of its own, with a profile that outlives it. */
export class OwnBrowser {
  private constructor(
    private readonly child: ChildProcess,
    private readonly browser: Browser,
    readonly context: BrowserContext,
  ) {}

  static async start(profile: string): Promise<OwnBrowser> {
    mkdirSync(join(profile, 'Default'), { recursive: true });
    const settings = join(profile, 'Default', 'Preferences');
    // Packages are framed from another site of `localhost`, where some browsers are set up to keep nothing.
    const kept = { profile: { cookie_controls_mode: 0, block_third_party_cookies: false } };
    if (!existsSync(settings)) writeFileSync(settings, JSON.stringify(kept));
    const port = join(profile, 'DevToolsActivePort');
    rmSync(port, { force: true });
    // What a killed one has left keeps others from the profile.
    for (const name of ['SingletonLock', 'SingletonSocket', 'SingletonCookie'])
      rmSync(join(profile, name), { force: true });
    const child = spawn(
      findChromium(),
      [...FLAGS, ...AS_ROOT, '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'],
      { stdio: 'ignore', detached: true },
    );
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${await portIn(port)}`);
    const [context] = browser.contexts();
    if (!context) throw new Error('the browser has no window');
    return new OwnBrowser(child, browser, context);
  }

  /** Without a chance to write anything: the process and all that it has started. */
  async kill(): Promise<void> {
    const ended = new Promise(resolve => this.child.once('exit', resolve));
    if (this.child.pid) process.kill(-this.child.pid, 'SIGKILL');
    await ended;
    await this.browser.close().catch(() => undefined);
  }
}

async function portIn(file: string): Promise<number> {
  const end = Date.now() + STARTS_WITHIN;
  while (Date.now() < end) {
    const port = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
    if (port > 0) return port;
    await pause(50);
  }
  throw new Error('the browser did not start');
}
