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

/** The windows of a package that belong to its origin, from the outermost inwards. */
function windowsOf(outer: Window): Window[] {
  const own: Window[] = [];
  try {
    // Throws for a window of another origin.
    if (outer.document) own.push(outer);
  } catch {
    return [];
  }
  for (let index = 0; index < outer.length; index += 1) {
    const inner = outer[index];
    if (inner) own.push(...windowsOf(inner));
  }
  return own;
}

/**
 * Lets a package say goodbye while this page lives. Packages end their session in these handlers, and browsers refuse them every synchronous
 * request once they are really being unloaded: then nobody could tell them that it was saved.
 */
function sayGoodbye(frame: HTMLIFrameElement): void {
  const windows = frame.contentWindow ? windowsOf(frame.contentWindow) : [];
  for (const kind of ['beforeunload', 'pagehide', 'unload']) {
    for (const each of windows) each.dispatchEvent(new Event(kind, { cancelable: true }));
  }
}

/** Takes the package away. */
export function takeAway(frame: HTMLIFrameElement): Promise<void> {
  sayGoodbye(frame);
  return new Promise(resolve => {
    frame.addEventListener('load', () => resolve(), { once: true });
    // Not a page to come back to.
    frame.contentWindow?.location.replace('about:blank');
  });
}
