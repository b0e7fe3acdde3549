import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));
const STARTS_WITHIN = 120_000;

export interface Stack {
  url: string;
  /** Where the AWS services answer. */
  aws: string;
  stop: () => Promise<void>;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function binary(): string {
  const path = process.env.TRELLIS_BIN ?? join(REPOSITORY, 'target/debug/trellis');
  if (!existsSync(path))
    throw new Error(`${path} is missing: build it with \`cargo build --package local\`, or name it in TRELLIS_BIN.`);
  return path;
}

async function answers(url: string, process: ChildProcess): Promise<void> {
  const end = Date.now() + STARTS_WITHIN;
  while (Date.now() < end) {
    if (process.exitCode !== null) throw new Error(`the stack ended with ${process.exitCode}`);
    // The demo workspaces are the last thing that it makes: of the second one, the course.
    const found = await fetch(`${url}/v1/workspace?workspace=acme-corp`).catch(() => undefined);
    if (found?.ok) return;
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  throw new Error(`the stack does not answer at ${url}`);
}

/** The real platform on free ports with a data folder of its own. */
export async function startStack(): Promise<Stack> {
  const [port, awsPort] = [await freePort(), await freePort()];
  const data = process.env.TRELLIS_TEST_DATA ?? mkdtempSync(join(tmpdir(), 'trellis-web-'));
  const child = spawn(binary(), {
    cwd: REPOSITORY,
    env: {
      ...process.env,
      TRELLIS_PORT: String(port),
      TRELLIS_AWS_PORT: String(awsPort),
      TRELLIS_PACKAGES_PORT: '0',
      TRELLIS_DATA: data,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://localhost:${port}`;
  await answers(url, child);
  return {
    url,
    aws: `http://127.0.0.1:${awsPort}`,
    async stop() {
      const ended = new Promise(resolve => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      if (!process.env.TRELLIS_TEST_DATA) rmSync(data, { recursive: true, force: true });
    },
  };
}
