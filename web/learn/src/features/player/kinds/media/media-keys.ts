import { type RefObject, useEffect, useRef } from 'react';
import { areShortcutsOn, isKeyTaken } from '../../../course/shortcuts';
import type { MediaActions } from './media-player';

const STEP = 10;
const SMALL_STEP = 5;

/** What a key does, where it means something to the player. */
function actionOf(key: string, actions: MediaActions, isVideo: boolean): (() => void) | undefined {
  switch (key) {
    case 'k':
      return actions.toggle;
    case 'j':
      return () => actions.skip(-STEP);
    case 'l':
      return () => actions.skip(STEP);
    case 'm':
      return actions.toggleSound;
    case 'f':
      return isVideo ? actions.toggleFull : undefined;
    default:
      return undefined;
  }
}

/** Keys that turn pages or press buttons elsewhere mean the player only while it has the focus. */
function actionWithin(key: string, actions: MediaActions): (() => void) | undefined {
  switch (key) {
    case ' ':
      return actions.toggle;
    case 'c':
      return actions.toggleCaptions;
    case 'ArrowLeft':
      return () => actions.skip(-SMALL_STEP);
    case 'ArrowRight':
      return () => actions.skip(SMALL_STEP);
    default:
      return undefined;
  }
}

/** A button is pressed by its own keys, a list and a field are used by theirs. */
function isOfControl(target: Element, key: string): boolean {
  if (target.closest('input[type=search], select')) return true;
  return key === ' ' && target.closest('button') !== null;
}

export function useMediaKeys(frame: RefObject<HTMLElement | null>, actions: MediaActions, isVideo: boolean): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    function press(event: KeyboardEvent) {
      const target = event.target instanceof Element ? event.target : null;
      const isWithin = target !== null && frame.current?.contains(target) === true;
      const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
      const isFree = isWithin ? !hasModifier && !isOfControl(target, event.key) : !isKeyTaken(event);
      if (!isFree || !areShortcutsOn()) return;
      const action =
        actionOf(event.key, latest.current, isVideo) ??
        (isWithin ? actionWithin(event.key, latest.current) : undefined);
      if (!action) return;
      // Arrows and `c` would turn the page.
      event.preventDefault();
      action();
    }
    // Before those of the page.
    document.addEventListener('keydown', press, { capture: true });
    return () => document.removeEventListener('keydown', press, { capture: true });
  }, [frame, isVideo]);
}
