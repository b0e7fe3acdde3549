import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** The page of package players, served by the origin of the packages. Its policy allows no inline script of its own. */
export default defineConfig({
  base: '/_trellis/',
  resolve: { alias: [{ find: /^shared\//, replacement: fileURLToPath(new URL('../shared/src/', import.meta.url)) }] },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    rollupOptions: { input: 'player.html' },
  },
});
