import { defineConfig, mergeConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { appConfig } from '../shared/build/app-config.ts';
import { budget } from '../shared/build/budget.ts';
import { pdfFiles } from './build/pdf-files.ts';

const pwa = VitePWA({
  injectRegister: false,
  registerType: 'autoUpdate',
  manifest: {
    name: 'Trellis',
    short_name: 'Trellis',
    description: 'Workplace learning',
    display: 'standalone',
    start_url: '/',
    id: '/',
    background_color: '#f6f6f4',
    theme_color: '#f6f6f4',
    icons: [
      { src: '/icons/192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icons/512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icons/512-maskable.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  },
  workbox: {
    // The shell alone. What members have opened is kept in their own name by the application, and wiped with it.
    globPatterns: ['index.html', 'assets/*.{js,css}'],
    // What shows PDFs is four times as large as all the rest: it is kept once somebody reads one.
    globIgnores: ['assets/pdf-*'],
    runtimeCaching: [
      // Only the scripts that somebody reads.
      { urlPattern: /\.woff2$/, handler: 'CacheFirst', options: { cacheName: 'fonts' } },
      {
        urlPattern: /\/assets\/pdf[-.]/,
        handler: 'CacheFirst',
        // All of it, for courses that were downloaded, and what a version before has left.
        options: { cacheName: 'pdf', expiration: { maxEntries: 250 } },
      },
    ],
    navigateFallback: '/index.html',
    navigateFallbackDenylist: [/^\/admin(\/|$)/, /^\/v1\//, /^\/_local\//, /\.\w+$/],
    sourcemap: false,
  },
});

/** What most routes need is one file: in many small ones it takes up to 6 kB more (gzipped) until a route can be used. */
const COMMON = {
  build: { rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'common', minShareCount: 9 }] } } } },
};

export default defineConfig(
  mergeConfig(
    appConfig({
      base: '/',
      react: 'preact',
      plugins: [
        pwa,
        pdfFiles(),
        budget({ bytes: 100_000, views: ['/views/', '/sign-in/sign-in-page.tsx', '/sign-in/enrol-page.tsx'] }),
      ],
    }),
    COMMON,
  ),
);
