import { bytesOf, LARGEST_PARTING, partingBody, plainBody } from './body';
import type { Commit, Outcome, Receipt, Transport } from './commit';

const PATH = '/v1/package-commits';
/** Plain text needs no preflight, for which there is no time while a page goes away. */
export const PLAIN_TEXT = 'text/plain;charset=UTF-8';
/** Who does not answer by then is asked again later. */
const ANSWERS_WITHIN = 30_000;

/** What is worth another try. */
function isPassing(status: number): boolean {
  return status === 0 || status === 408 || status === 425 || status === 429 || status >= 500;
}

function outcomeOf(status: number, text: string): Outcome {
  if (status >= 200 && status < 300) {
    const receipt = receiptIn(text);
    // Something on the way has answered in the API's place.
    return receipt ? { kind: 'saved', receipt } : { kind: 'failed' };
  }
  return isPassing(status) ? { kind: 'failed' } : { kind: 'refused', status };
}

function receiptIn(text: string): Receipt | undefined {
  try {
    const receipt = JSON.parse(text) as Partial<Receipt>;
    const words = [receipt.saved_at, receipt.state];
    const isReceipt = Number.isSafeInteger(receipt.sequence) && words.every(each => typeof each === 'string');
    return isReceipt ? (receipt as Receipt) : undefined;
  } catch {
    return undefined;
  }
}

export async function sendCommit(api: string, commit: Commit): Promise<Outcome> {
  const body = plainBody(commit);
  try {
    const response = await fetch(api + PATH, {
      method: 'POST',
      headers: { 'content-type': PLAIN_TEXT },
      body,
      credentials: 'omit',
      cache: 'no-store',
      keepalive: bytesOf(body) <= LARGEST_PARTING,
      signal: AbortSignal.timeout(ANSWERS_WITHIN),
    });
    return outcomeOf(response.status, await response.text());
  } catch {
    return { kind: 'failed' };
  }
}

function sendNow(api: string, commit: Commit): Outcome {
  try {
    const request = new XMLHttpRequest();
    request.open('POST', api + PATH, false);
    request.setRequestHeader('content-type', PLAIN_TEXT);
    request.send(plainBody(commit));
    return outcomeOf(request.status, request.responseText);
  } catch {
    return { kind: 'failed' };
  }
}

function handOver(api: string, commit: Commit): boolean {
  const body = partingBody(commit);
  if (body === undefined) return false;
  try {
    return navigator.sendBeacon(api + PATH, new Blob([body], { type: PLAIN_TEXT }));
  } catch {
    return false;
  }
}

export function browserTransport(api: string): Transport {
  return {
    send: commit => sendCommit(api, commit),
    sendNow: commit => sendNow(api, commit),
    handOver: commit => handOver(api, commit),
  };
}
