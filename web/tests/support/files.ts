import { createHash } from 'node:crypto';
import type { Page } from '@playwright/test';
import { call, pause } from './api.ts';
import type { TestFile } from './book.ts';

const PART_SIZE = 8 * 1024 * 1024;

export type FileKind = 'picture' | 'document' | 'video' | 'audio' | 'captions' | 'package';

interface Stored {
  state: string;
  reason?: string;
}

interface PartRequests {
  requests: { number: number; method: string; url: string; headers: Record<string, string> }[];
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** Uploads a file as another program would, and waits until it is ready; its digest. */
export async function uploaded(kind: FileKind, { name, buffer }: TestFile): Promise<string> {
  const token = process.env.TRELLIS_TEST_AUTHOR ?? '';
  const parts = Array.from({ length: Math.ceil(buffer.length / PART_SIZE) }, (_, at) =>
    buffer.subarray(at * PART_SIZE, (at + 1) * PART_SIZE),
  );
  const digests = parts.map(sha256);
  const digest = sha256(Buffer.concat(digests)).toString('hex');
  const path = `/v1/admin/files/${digest}`;
  const body = { file_name: name, size: buffer.length, kind };
  const asked = { parts: digests.map((each, at) => ({ number: at + 1, sha256: each.toString('hex') })) };
  while ((await call<Stored>(path, { method: 'PUT', token, body })).state === 'uploading') {
    try {
      const { requests } = await call<PartRequests>(`${path}/parts`, { method: 'POST', token, body: asked });
      for (const { number, method, url, headers } of requests) {
        // The length is what is sent: nobody else may set it.
        const { 'content-length': _, ...rest } = headers;
        const sent = await fetch(url, { method, headers: rest, body: new Uint8Array(parts[number - 1] ?? []) });
        if (!sent.ok) throw new Error(`part ${number} of ${name}: ${sent.status} ${await sent.text()}`);
      }
      await call(`${path}/completion`, { method: 'POST', token });
      break;
    } catch (error) {
      // Another test uploads the same file and was done first: its upload is gone, and the file is there.
      if (!/NoSuchUpload|begin with it anew/.test(String(error))) throw error;
    }
  }
  for (let tries = 0; tries < 150; tries += 1) {
    const { state, reason } = await call<Stored>(path, { token });
    if (state === 'ready') return digest;
    if (state === 'refused') throw new Error(`${name} was refused: ${reason}`);
    await pause(200);
  }
  throw new Error(`${name} was not checked`);
}

/** A lesson that is opened comes with addresses that work no more, the first time; how often it was asked for. */
export async function outdated(page: Page): Promise<() => number> {
  let asked = 0;
  await page.route('**/v1/catalog/courses/*/lessons/*', async route => {
    asked += 1;
    const response = await route.fetch();
    const lesson = (await response.json()) as { files?: { address?: string }[] };
    const isFirst = asked === 1;
    const files = lesson.files?.map(file => ({ ...file, ...(isFirst && { address: `${file.address}0` }) }));
    await route.fulfill({ response, json: { ...lesson, files } });
  });
  return () => asked;
}
