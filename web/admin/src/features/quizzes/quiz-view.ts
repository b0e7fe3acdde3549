import type { ComponentType } from 'react';
import { view } from '../../shell/view';

/** A view that speaks of questions: its messages come with it. */
export function quizView(load: () => Promise<{ default: ComponentType }>) {
  return view(async () => {
    const [found, { loadMessages }] = await Promise.all([load(), import('./text')]);
    await loadMessages();
    return found;
  });
}
