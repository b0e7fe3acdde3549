import { RouterProvider } from '@tanstack/react-router';
import { SessionGate } from 'shared/app/session-gate';
import { start } from 'shared/app/start';
import './panel.css';
import './static-rules.css';
import { router } from './router';

void start({
  messages: locale => import(`./locales/${locale}.ts`),
  application: (
    <SessionGate usualWay="password" waiting={null}>
      <RouterProvider router={router} />
    </SessionGate>
  ),
});
