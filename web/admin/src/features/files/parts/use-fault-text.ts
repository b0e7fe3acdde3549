import { useCallback } from 'react';
import { useProblemText } from 'shared/parts/problem-note';
import { useText } from '../../../text';
import { FileChanged, FileLost, RefusedFile } from '../upload/faults';

/** Why an upload has ended, in words that say what to do. */
export function useFaultText(): (error: unknown) => string {
  const text = useText();
  const problemText = useProblemText();
  return useCallback(
    (error: unknown) => {
      if (error instanceof RefusedFile) return error.reason;
      if (error instanceof FileChanged) return text('file.changed');
      if (error instanceof FileLost) return text('file.lost');
      return problemText(error);
    },
    [text, problemText],
  );
}
