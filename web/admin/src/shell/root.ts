import { createRootRoute } from '@tanstack/react-router';
import { Shell } from './shell';

export const root = createRootRoute({ component: Shell });
