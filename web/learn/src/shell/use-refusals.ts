import { useCallback } from 'react';
import { useProblemText } from 'shared/parts/problem-note';
import { showToast } from 'shared/parts/toasts';
import type { Refused } from '../offline/completions';
import { useText } from '../text';

/** Tells what the API has refused, and why: it stays until it is dismissed. */
export function useRefusals(): (refused: readonly Refused[]) => void {
  const text = useText();
  const problemText = useProblemText();
  return useCallback(
    refused => {
      for (const { of, lesson, error } of refused)
        showToast(text(`offline.refused.${of}`, { lesson, why: problemText(error) }), 'bad');
    },
    [text, problemText],
  );
}
