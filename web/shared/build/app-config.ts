import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { PluginOption, UserConfig } from 'vite';
import { themeScript } from './theme-script.ts';

interface App {
  /** The path under which it is served. */
  base: '/' | '/admin/';
  /** What stands for React: itself, or Preact where every kilobyte counts. */
  react: 'react' | 'preact';
  plugins: PluginOption[];
}

const API = process.env.TRELLIS_URL ?? 'http://localhost:3000';

const SHARED = { find: /^shared\//, replacement: fileURLToPath(new URL('../src/', import.meta.url)) };

const PREACT = [
  { find: /^react\/jsx-(dev-)?runtime$/, replacement: 'preact/jsx-runtime' },
  { find: /^react-dom\/client$/, replacement: 'preact/compat/client' },
  { find: /^react(-dom)?$/, replacement: 'preact/compat' },
];

/** What both applications are built with. The strict content security policy allows no inline script or style, so none is made. */
export function appConfig({ base, react: library, plugins }: App): UserConfig {
  return {
    base,
    plugins: [react(), themeScript(), plugins],
    resolve: { alias: [SHARED, ...(library === 'preact' ? PREACT : [])] },
    build: {
      target: 'es2022',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
    },
    server: { proxy: { '/v1': API, '/_local': API } },
  };
}
