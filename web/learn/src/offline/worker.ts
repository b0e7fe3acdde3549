/** Keeps the shell on the device, once the page is through with its own loading. */
export function keepForOffline(): void {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  addEventListener('load', () => void navigator.serviceWorker.register('/sw.js'));
}
