import optimizeLocales from '@react-aria/optimize-locales-plugin';
import { defineConfig } from 'vite';
import { appConfig } from '../shared/build/app-config.ts';
import { LOCALES } from '../shared/build/locales.ts';

export default defineConfig(
  appConfig({
    base: '/admin/',
    react: 'react',
    plugins: [{ ...optimizeLocales.vite({ locales: [...LOCALES] }), enforce: 'pre' }],
  }),
);
