/** How long the browser may take to find out. */
const AT_LATEST = 20_000;
const LONGEST = 86_400;

/** How many seconds a video or audio plays; nothing if the browser cannot play it, which is what learners would find as well. */
export function lengthOf(address: string): Promise<number | undefined> {
  return new Promise(resolve => {
    // A video element plays both.
    const media = document.createElement('video');
    media.preload = 'metadata';
    media.muted = true;
    const timer = setTimeout(() => settle(undefined), AT_LATEST);
    const listening = new AbortController();
    const { signal } = listening;
    function settle(seconds: number | undefined) {
      clearTimeout(timer);
      // Taking the address away is an error as well.
      listening.abort();
      media.removeAttribute('src');
      media.load();
      resolve(seconds === undefined ? undefined : Math.min(LONGEST, Math.max(1, Math.floor(seconds))));
    }
    function measure() {
      // What a browser has recorded does not tell its length before its end was looked at.
      if (Number.isFinite(media.duration)) settle(media.duration);
      else media.currentTime = Number.MAX_SAFE_INTEGER;
    }
    media.addEventListener('loadedmetadata', measure, { signal });
    media.addEventListener('durationchange', () => Number.isFinite(media.duration) && settle(media.duration), {
      signal,
    });
    media.addEventListener('error', () => settle(undefined), { signal });
    media.src = address;
  });
}

export async function lengthOfFile(file: Blob): Promise<number | undefined> {
  const address = URL.createObjectURL(file);
  try {
    return await lengthOf(address);
  } finally {
    URL.revokeObjectURL(address);
  }
}
