// Runs before anything is painted: appearance, colours and language of the last visit, so that no page flashes in another's clothes.
(() => {
  const root = document.documentElement;
  const kept = name => {
    try {
      return localStorage.getItem(`trellis.${name}`);
    } catch {
      return null;
    }
  };
  const appearance = kept('appearance') || 'system';
  const dark = appearance === 'dark' || (appearance === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.dataset.theme = dark ? 'dark' : 'light';
  const look = JSON.parse(kept('look') || '{}');
  for (const name of Object.keys(look)) if (name.startsWith('--')) root.style.setProperty(name, look[name]);
  const locale = kept('locale');
  if (locale) root.lang = locale;
})();
