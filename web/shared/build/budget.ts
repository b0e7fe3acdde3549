import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

interface Budget {
  /** Gzipped bytes of JavaScript until a route can be used. */
  bytes: number;
  /** Where the modules of routes are: each is loaded when its route is opened first. */
  views: string[];
}

/** A language's messages are loaded on every route, in one of the languages: the largest counts. Those of a part come with the part. */
const MESSAGES = /\/src\/locales\/(\w+)\.ts$/;

/** Measures the first-load JavaScript of every route and fails the build if one is beyond the budget. */
export function budget({ bytes, views }: Budget): Plugin {
  return {
    name: 'budget',
    writeBundle(options, bundle) {
      const chunks = Object.values(bundle).filter(file => file.type === 'chunk');
      const sizes = new Map(chunks.map(chunk => [chunk.fileName, sizeOf(join(options.dir ?? '', chunk.fileName))]));
      const theme = Object.keys(bundle).find(name => name.includes('assets/theme-'));
      const always = closure(
        chunks.filter(chunk => chunk.isEntry).map(chunk => chunk.fileName),
        bundle,
      );
      const extra = largestMessages(chunks, sizes) + (theme ? sizeOf(join(options.dir ?? '', theme)) : 0);
      const routes = chunks.filter(chunk => views.some(view => chunk.facadeModuleId?.includes(view)));
      const rows = routes.map(route => {
        const files = closure([...always, route.fileName], bundle);
        return { name: route.name, size: extra + [...files].reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0) };
      });
      if (rows.length === 0) this.error(`no route was found below ${views.join(', ')}`);
      for (const row of rows) this.info(`${row.name.padEnd(20)} ${(row.size / 1000).toFixed(1).padStart(6)} kB`);
      const beyond = rows.filter(row => row.size > bytes);
      if (beyond.length > 0) {
        this.error(`first-load JavaScript beyond ${bytes / 1000} kB: ${beyond.map(row => row.name).join(', ')}`);
      }
    },
  };
}

function sizeOf(file: string): number {
  return gzipSync(readFileSync(file)).length;
}

function closure(files: Iterable<string>, bundle: Rolldown.OutputBundle): Set<string> {
  const found = new Set<string>();
  const open = [...files];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    const chunk = bundle[file];
    if (found.has(file) || chunk?.type !== 'chunk') continue;
    found.add(file);
    open.push(...chunk.imports);
  }
  return found;
}

function largestMessages(chunks: Rolldown.OutputChunk[], sizes: Map<string, number>): number {
  const byLocale = new Map<string, number>();
  for (const chunk of chunks) {
    const locale = MESSAGES.exec(chunk.facadeModuleId ?? '')?.[1];
    if (locale) byLocale.set(locale, (byLocale.get(locale) ?? 0) + (sizes.get(chunk.fileName) ?? 0));
  }
  return Math.max(0, ...byLocale.values());
}
