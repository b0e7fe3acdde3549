import { Drawing } from 'shared/parts/drawing';

const PATHS = {
  undo: 'M8.500 5 4.500 9l4 4M5 9h9a5 5 0 0 1 0 10h-3',
  redo: 'M15.500 5l4 4-4 4M19 9h-9a5 5 0 0 0 0 10h3',
  up: 'M12 19V6m-5.500 5.500L12 6l5.500 5.500',
  down: 'M12 5v13m-5.500-5.500L12 18l5.500-5.500',
  into: 'M4 5v8.500h14m-4-4.500 4.500 4.500L14 18',
  remove: 'M5 7h14M10 7V4.500h4V7M7 7l.8 12.500h8.400L17 7M10.300 10.500v5.500M13.700 10.500v5.500',
  grip: 'M9.500 6h.1M9.500 12h.1M9.500 18h.1M14.500 6h.1M14.500 12h.1M14.500 18h.1',
  link: 'M10.500 13.500a3.500 3.500 0 0 0 5 0l3-3a3.540 3.540 0 0 0-5-5l-1 1M13.500 10.500a3.500 3.500 0 0 0-5 0l-3 3a3.540 3.540 0 0 0 5 5l1-1',
  fold: 'm9 6 6 6-6 6',
  lock: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3',
} as const;

/** What the outline does with its items; the words are in the label of the button around it. */
export function StepIcon({ name, size = 18 }: { name: keyof typeof PATHS; size?: number }) {
  return <Drawing path={PATHS[name]} size={size} weight={name === 'grip' ? 2.6 : 1.7} flips={name === 'fold'} />;
}
