import { useMutation, useQueryClient } from '@tanstack/react-query';
import { showToast } from 'shared/parts/toasts';
import { useText } from '../../../text';
import { subscribe } from '../queries';

/** Subscribes to a course, for learners at once or for authors only at first. */
export function useSubscribe(courseId: string, title: string, onSubscribed?: (hidden: boolean) => void) {
  const text = useText();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (hidden: boolean) => subscribe(courseId, hidden),
    onSuccess: (_, hidden) => {
      showToast(text(hidden ? 'global.subscribed-hidden' : 'global.subscribed', { title }));
      onSubscribed?.(hidden);
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['global'] });
      void client.invalidateQueries({ queryKey: ['courses'] });
    },
  });
}
