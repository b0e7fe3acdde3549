import { lazyRouteComponent } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { NetworkError } from 'shared/api/problem';

/**
 * A view that is loaded when it is opened first. Without network the router would take it for one of a former deployment and load the page
 * anew, of which nothing would be left.
 */
export function view(load: () => Promise<{ default: ComponentType }>) {
  return lazyRouteComponent(async () => {
    if (!navigator.onLine) throw new NetworkError('offline');
    return load();
  });
}
