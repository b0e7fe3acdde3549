import { api } from 'shared/api/client';
import { answered, NetworkError } from 'shared/api/problem';
import type { Schema } from 'shared/api/schemas';
import type { StoredFile } from '../file';
import { AddressRefused, FileChanged, FileLost, PartsGone } from './faults';

export type PartRequest = Schema<'PartRequest'>;

/** What an upload asks of the API, and of the store of files. */
export interface Server {
  begin: (digest: string, order: Schema<'NewFile'>) => Promise<StoredFile>;
  addresses: (digest: string, parts: Schema<'SigningAsked'>['parts']) => Promise<readonly PartRequest[]>;
  send: (request: PartRequest, part: Blob, signal: AbortSignal, onSent: (bytes: number) => void) => Promise<void>;
  complete: (digest: string) => Promise<StoredFile>;
  look: (digest: string) => Promise<StoredFile>;
}

/** Nothing has moved for so long: the connection is lost, whatever the browser thinks. */
const SILENT_FOR = 60_000;

/** `fetch` cannot tell how far an upload is. The browser reads the part from the disk as it is sent. */
function send(
  { method, url, headers }: PartRequest,
  part: Blob,
  signal: AbortSignal,
  onSent: (bytes: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let timer: ReturnType<typeof setTimeout>;
    const stop = () => request.abort();
    const listen = () => {
      clearTimeout(timer);
      timer = setTimeout(stop, SILENT_FOR);
    };
    const settle = (fault?: Error) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      if (fault) reject(fault);
      else resolve();
    };
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) {
      // The browser sets these itself, and refuses to have them set.
      if (!/^(host|content-length)$/i.test(name)) request.setRequestHeader(name, value);
    }
    request.upload.onprogress = event => {
      listen();
      onSent(event.loaded);
    };
    request.onload = () => settle(faultOf(request));
    request.onerror = () =>
      // The browser does not say whether it is the network or the disk.
      part
        .slice(0, 1)
        .arrayBuffer()
        .then(
          () => settle(new NetworkError('the connection is lost')),
          () => settle(new FileLost()),
        );
    request.onabort = () => (signal.aborted ? reject(signal.reason) : settle(new NetworkError('nothing moved')));
    signal.addEventListener('abort', stop);
    listen();
    request.send(part);
  });
}

function faultOf({ status, responseText }: XMLHttpRequest): Error | undefined {
  // The store has nothing to say; whoever sends a page with its 200 is not the store.
  if (status >= 200 && status < 300 && responseText === '') return undefined;
  if (status === 400) return new FileChanged();
  if (status === 403) return new AddressRefused();
  return status === 404 ? new PartsGone() : new NetworkError(status);
}

export const SERVER: Server = {
  begin: (digest, body) => answered(api.PUT('/v1/admin/files/{digest}', { params: { path: { digest } }, body })),
  async addresses(digest, parts) {
    const params = { path: { digest } };
    const { requests } = await answered(api.POST('/v1/admin/files/{digest}/parts', { params, body: { parts } }));
    return requests;
  },
  send,
  complete: digest => answered(api.POST('/v1/admin/files/{digest}/completion', { params: { path: { digest } } })),
  look: digest => answered(api.GET('/v1/admin/files/{digest}', { params: { path: { digest } } })),
};
