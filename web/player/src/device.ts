const NAME = 'trellis-device';

/** A random name of this browser, for the packages of this origin alone: the same browser goes on where it was, and nobody is asked. */
export function device(): string {
  try {
    const known = localStorage.getItem(NAME);
    if (known && /^[\w-]{1,64}$/.test(known)) return known;
    const made = crypto.randomUUID();
    localStorage.setItem(NAME, made);
    return made;
  } catch {
    return crypto.randomUUID();
  }
}
