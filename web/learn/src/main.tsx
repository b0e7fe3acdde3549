import { start } from 'shared/app/start';
import { kept } from 'shared/session/storage';
import { App } from './app';
import { keepForOffline } from './offline/worker';
import { foresee } from './views';

if (kept('member')) foresee(location.pathname);
void start({ messages: locale => import(`./locales/${locale}.ts`), application: <App /> });
keepForOffline();
