/** How long the device may take to find the time for it. */
const AT_LATEST = 10_000;

/** Keeps the shell on the device, once the page is through with its own loading and has nothing else to do. */
export function keepForOffline(): void {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  const register = () => void navigator.serviceWorker.register('/sw.js');
  const whenIdle = () =>
    // Safari has no idle callback.
    'requestIdleCallback' in window
      ? requestIdleCallback(register, { timeout: AT_LATEST })
      : setTimeout(register, 3_000);
  addEventListener('load', whenIdle);
}
