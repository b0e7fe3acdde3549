import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const require = createRequire(import.meta.url);
const manifest = require.resolve('pdfjs-dist/package.json');
const { version }: { version: string } = require(manifest);

/** Character maps, the fonts that every reader has, and a decoder in JavaScript: the pages' policy lets no WebAssembly run. */
const WANTED = /^(cmaps\/.+\.bcmap|standard_fonts\/.+\.(pfb|ttf)|wasm\/openjpeg_nowasm_fallback\.js)$/;

/** What pdf.js loads besides its code where a document asks for it, in a folder that is named by its version. */
export function pdfFiles(): Plugin {
  const folder = `assets/pdf-${version}`;
  const files = ['cmaps', 'standard_fonts', 'wasm']
    .flatMap(name => readdirSync(join(dirname(manifest), name)).map(file => `${name}/${file}`))
    .filter(file => WANTED.test(file));
  return {
    name: 'pdf-files',
    config: () => ({ define: { __PDF_VERSION__: JSON.stringify(version), __PDF_FILES__: JSON.stringify(files) } }),
    configureServer(server) {
      for (const file of files) {
        server.middlewares.use(`/${folder}/${file}`, (_request, response) => {
          response.end(readFileSync(join(dirname(manifest), file)));
        });
      }
    },
    generateBundle() {
      for (const file of files) {
        this.emitFile({
          type: 'asset',
          fileName: `${folder}/${file}`,
          source: readFileSync(join(dirname(manifest), file)),
        });
      }
    },
  };
}
