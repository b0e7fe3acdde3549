import { createReadStream, existsSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGzip } from 'node:zlib';
import { contentSecurityPolicy } from './content-security-policy.ts';

const WEB = fileURLToPath(new URL('../..', import.meta.url));
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

interface Served {
  api: string;
  pictures: string;
  port: number;
}

/** Both applications as the gateway serves them, in front of an API that does not do so itself. */
export function serve({ api, pictures, port }: Served): Promise<Server> {
  const policy = contentSecurityPolicy(pictures);
  const server = createServer((incoming, answer) => {
    const path = new URL(incoming.url ?? '/', 'http://localhost').pathname;
    if (/^\/(v1|_local)(\/|$)/.test(path)) forward(api, incoming, answer);
    else sendFile(path, policy, answer);
  });
  return new Promise(resolve => server.listen(port, '127.0.0.1', () => resolve(server)));
}

function fileOf(path: string): string {
  const panel = path === '/admin' || path.startsWith('/admin/');
  const dist = join(WEB, panel ? 'admin/dist' : 'learn/dist');
  const inside = normalize(panel ? path.slice('/admin'.length) : path);
  return extname(inside) ? join(dist, inside) : join(dist, 'index.html');
}

function sendFile(path: string, policy: string, answer: ServerResponse): void {
  const file = fileOf(path);
  if (!existsSync(file)) {
    answer.writeHead(404).end();
    return;
  }
  const hashed = /^(\/admin)?\/assets\//.test(path);
  answer.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'content-encoding': 'gzip',
    'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
  });
  createReadStream(file).pipe(createGzip()).pipe(answer);
}

function forward(api: string, incoming: IncomingMessage, answer: ServerResponse): void {
  const outgoing = request(
    new URL(incoming.url ?? '/', api),
    { method: incoming.method, headers: incoming.headers },
    back => {
      answer.writeHead(back.statusCode ?? 502, back.headers);
      back.pipe(answer);
    },
  );
  outgoing.on('error', () => answer.writeHead(502).end());
  incoming.pipe(outgoing);
}
