import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** `npx vite build --config src/console/vite.config.ts`, from the repository's root. */
export default defineConfig({
  root: here('.'),
  base: '/console/',
  plugins: [react(), withoutSchemaPrinting()],
  build: {
    outDir: here('../../dist/console'),
    emptyOutDir: true,
    // A data: address would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    rolldownOptions: {
      // Schemas that no page reads are left out.
      treeshake: { manualPureFunctions: ['z'] },
      output: {
        // What several parts share is one file: many small ones are larger on the wire.
        codeSplitting: {
          groups: [{ name: 'shared', test: /src\/console\/(shell|state)\//, minShareCount: 2 }],
        },
      },
    },
  },
});

/** Parts of zod that describe a schema as JSON; every schema would carry them along. */
const PRINTS_SCHEMAS = /\/zod\/v4\/core\/(to-json-schema|json-schema-processors)\.js$/;

/** The page checks what the server says by schemas and never prints one: the names are there, and what is behind them is not. */
function withoutSchemaPrinting(): Plugin {
  return {
    name: 'without-schema-printing',
    enforce: 'pre',
    async load(id) {
      if (!PRINTS_SCHEMAS.test(id)) return null;
      const source = await readFile(id, 'utf8');
      const names = source.matchAll(/^export (?:function |const |\{ \w+ as )(\w+)/gm);
      const exported = [...names].map(([, name]) => `leftOut as ${name}`);
      return `const leftOut = () => ({});\nexport { ${exported.join(', ')} };`;
    },
  };
}
