import { start } from 'shared/app/start';
import { App } from './app';
import { keepForOffline } from './offline/worker';

void start({ messages: locale => import(`./locales/${locale}.ts`), application: <App /> });
keepForOffline();
