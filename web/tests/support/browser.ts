import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type LaunchOptions } from '@playwright/test';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const ADVICE =
  'The browser tests need Chromium. Install it: `apt-get install chromium` on Debian, Google Chrome elsewhere, ' +
  'or `npx playwright install chromium` in web/.';

function onPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.flatMap(folder => NAMES.map(name => join(folder, name))).find(existsSync);
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function installOnDebian(): void {
  if (!isRoot() || !existsSync('/etc/debian_version')) return;
  const quiet = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const;
  spawnSync('apt-get', ['update'], quiet);
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], quiet);
}

function playwrightsOwn(): string | undefined {
  if (!existsSync(chromium.executablePath())) {
    try {
      execFileSync('npx', ['playwright', 'install', 'chromium'], { stdio: 'ignore', timeout: 300_000 });
    } catch {
      return undefined;
    }
  }
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined;
}

/** A Chromium that is there, else Debian's, else Playwright's own download, else a sentence that says what to do. */
export function findChromium(): string {
  const found = process.env.CHROME_PATH ?? onPath();
  if (found) return found;
  installOnDebian();
  const installed = onPath() ?? playwrightsOwn();
  if (installed) return installed;
  throw new Error(ADVICE);
}

export function chromiumOptions(): LaunchOptions {
  // Chromium refuses its sandbox to root, as which containers usually run.
  return { executablePath: findChromium(), args: isRoot() ? ['--no-sandbox'] : [] };
}
