import { QueryClient } from '@tanstack/react-query';
import { ForeignAnswerError, NetworkError, ProblemError } from '../api/problem';

const TRIES = 2;

/** What may be different a moment later; a refusal is not. */
function passes(error: unknown): boolean {
  return error instanceof ForeignAnswerError || (error instanceof ProblemError && error.status >= 500);
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // What is kept on the device answers without network, so queries run then as well.
      networkMode: 'always',
      // What has failed without network comes by itself with it.
      refetchOnReconnect: true,
      staleTime: 30_000,
      retry: (failures, error) => passes(error) && failures < TRIES,
      refetchOnWindowFocus: true,
    },
    mutations: { networkMode: 'always', retry: (failures, error) => error instanceof NetworkError && failures < 1 },
  },
});
