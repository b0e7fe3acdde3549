import { deflateSync, strToU8 } from 'fflate';
import type { Commit } from './commit';

/** A browser takes 64 KiB at once of what is to outlive its page (Fetch, "HTTP-network-or-cache fetch", inflight keepalive bytes), headers apart. */
export const LARGEST_PARTING = 60 * 1024;

const encoder = new TextEncoder();

export function plainBody(commit: Commit): string {
  return JSON.stringify(commit);
}

export function bytesOf(body: string): number {
  // No text has fewer bytes than characters.
  return body.length > LARGEST_PARTING ? body.length : encoder.encode(body).length;
}

/** Small enough to outlive the page: as it is, else deflated. Nothing where it would not fit even so. */
export function partingBody(commit: Commit): string | undefined {
  const plain = plainBody(commit);
  if (bytesOf(plain) <= LARGEST_PARTING) return plain;
  const deflated = `{"deflated":"${base64(deflateSync(strToU8(plain)))}"}`;
  return deflated.length <= LARGEST_PARTING ? deflated : undefined;
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
