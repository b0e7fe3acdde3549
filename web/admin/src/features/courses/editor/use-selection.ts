import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { CourseDraft } from './model/draft';
import { type Found, find } from './model/outline';

const route = getRouteApi('/courses/$courseId');

type FocusWish = 'title' | 'fault';

export interface Selection {
  key: string | undefined;
  found: Found | undefined;
  /** Selects what the key names, the course itself without one; `title` puts the focus into its title, `fault` to the first thing wrong. */
  select: (key: string | undefined, focus?: FocusWish) => void;
  /** Whether something of this is to take the focus now, and what; that ends the wish. */
  takeFocusWish: (key: string | undefined) => FocusWish | undefined;
  /** How often the title has been wished for. */
  wishes: number;
  /** Where there is room for one pane only: which one. */
  pane: 'outline' | 'details';
  showOutline: () => void;
}

/** What of the course is being looked at; it stands in the address, so that it is still there after a reload. */
export function useSelection(draft: CourseDraft): Selection {
  const { at } = route.useSearch();
  const navigate = useNavigate({ from: '/courses/$courseId' });
  const [pane, setPane] = useState<'outline' | 'details'>(at === undefined ? 'outline' : 'details');
  const [wishes, setWishes] = useState(0);
  const wished = useRef<{ key: string | undefined; focus: FocusWish }>(undefined);
  const found = at === undefined ? undefined : find(draft, at);

  function select(key: string | undefined, focus?: FocusWish) {
    if (focus) {
      wished.current = { key, focus };
      setWishes(count => count + 1);
    }
    setPane('details');
    if (key !== at) void navigate({ search: key === undefined ? {} : { at: key }, replace: true });
  }

  function takeFocusWish(wanted: string | undefined): FocusWish | undefined {
    if (!wished.current || wished.current.key !== wanted) return undefined;
    const { focus } = wished.current;
    wished.current = undefined;
    return focus;
  }

  return { key: found && at, found, select, takeFocusWish, wishes, pane, showOutline: () => setPane('outline') };
}
