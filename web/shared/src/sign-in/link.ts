/** What the link of an e-mail says of who signs in, so that it need not be typed. */
export interface DoorLink {
  email: string;
  /** Lets this device in while others keep the address busy. It stands behind the `#`, where no server's log sees it. */
  device: string | undefined;
}

/** Reads the link once and takes the address and the proof out of the address line: neither belongs into the history. */
export function takeDoorLink(): DoorLink {
  const query = new URLSearchParams(location.search);
  const fragment = new URLSearchParams(location.hash.slice(1));
  const link = { email: query.get('email') ?? '', device: fragment.get('device') ?? undefined };
  if (query.has('email') || fragment.has('device')) {
    query.delete('email');
    const rest = query.size > 0 ? `?${query}` : '';
    history.replaceState(
      history.state,
      '',
      `${location.pathname}${rest}${fragment.has('device') ? '' : location.hash}`,
    );
  }
  return link;
}
