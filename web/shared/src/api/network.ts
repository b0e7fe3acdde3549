import { NetworkError, ofTheApi } from './problem';

async function ask(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new NetworkError(cause);
  }
}

/** Asks the API. Nobody's answer is a `NetworkError`, somebody else's a `ForeignAnswerError`. */
export async function networkFetch(request: Request): Promise<Response> {
  return ofTheApi(await ask(request));
}
