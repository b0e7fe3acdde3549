import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: [{ find: /^shared\//, replacement: fileURLToPath(new URL('shared/src/', import.meta.url)) }] },
  test: { environment: 'jsdom', include: ['{shared,learn,admin,player}/src/**/*.test.ts'] },
});
