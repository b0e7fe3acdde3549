import type { PackageRuntime } from './runtime/runtime';

/** Where packages look for their runtime: up through the windows above, and the window that has opened them (SCORM 1.2 RTE 3.3.6, 2004 RTE 3.3). */
const NAME_12 = 'API';
const NAME_2004 = 'API_1484_11';

/** Puts the runtime where the package finds it. */
export function offer({ api }: PackageRuntime, standard: string): void {
  const name = standard === 'scorm_1_2' ? NAME_12 : NAME_2004;
  Object.defineProperty(window, name, { value: Object.freeze({ ...api }), writable: false });
}

/** The window of the package, which fills this page. */
export function showPackage(address: string, title: string, onTurned: () => void): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.title = title;
  frame.name = 'package';
  frame.allow = 'fullscreen; autoplay';
  frame.src = address;
  frame.addEventListener('load', onTurned);
  document.body.replaceChildren(frame);
  return frame;
}

/** Takes the package away, which lets it say goodbye: it hears `beforeunload`, `pagehide` and `unload` before the empty page is there. */
export function takeAway(frame: HTMLIFrameElement): Promise<void> {
  return new Promise(resolve => {
    frame.addEventListener('load', () => resolve(), { once: true });
    // Not a page to come back to.
    frame.contentWindow?.location.replace('about:blank');
  });
}
