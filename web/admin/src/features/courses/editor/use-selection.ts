import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { CourseDraft } from './model/draft';
import { type Found, find } from './model/outline';

const route = getRouteApi('/courses/$courseId');

export interface Selection {
  key: string | undefined;
  found: Found | undefined;
  /** Selects what the key names, the course itself without one; `title` puts the focus into its title. */
  select: (key: string | undefined, focus?: 'title') => void;
  /** Whether the title of this is to take the focus now; that ends the wish. */
  takeFocusWish: (key: string | undefined) => boolean;
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
  const wished = useRef<{ key: string | undefined }>(undefined);
  const found = at === undefined ? undefined : find(draft, at);

  function select(key: string | undefined, focus?: 'title') {
    if (focus) {
      wished.current = { key };
      setWishes(count => count + 1);
    }
    setPane('details');
    if (key !== at) void navigate({ search: key === undefined ? {} : { at: key }, replace: true });
  }

  function takeFocusWish(wanted: string | undefined): boolean {
    if (!wished.current || wished.current.key !== wanted) return false;
    wished.current = undefined;
    return true;
  }

  return { key: found && at, found, select, takeFocusWish, wishes, pane, showOutline: () => setPane('outline') };
}
