import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

const root = import.meta.dirname;

/** V8 keeps a script with a single character beyond Latin-1 at two bytes for every one of them. */
const asciiScripts = {
  name: 'ascii-scripts',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle))
      if (file.type === 'chunk')
        file.code = file.code.replace(
          /[^\0-\x7f]/g,
          (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
        );
  },
} satisfies Plugin;

export default defineConfig({
  main: {
    plugins: [asciiScripts],
    // ioredis brings what it knows of each command: parsed as JSON it costs the start half as much.
    json: { stringify: true },
    build: {
      outDir: 'out/main',
      // One file instead of two hundred.
      externalizeDeps: { exclude: ['ioredis', 'zod'] },
      minify: true,
      lib: {
        entry: {
          main: resolve(root, 'src-main/main.ts'),
          'valkey-wasm-host': resolve(root, 'src-main/sandbox/valkey-wasm-host.ts'),
        },
        formats: ['es'],
      },
      // `minify` alone leaves the white space of a library; all of it is read at every start.
      rollupOptions: { output: { entryFileNames: '[name].js', minify: true } },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      // A sandboxed preload must be one CommonJS file.
      lib: { entry: resolve(root, 'src-main/preload.ts'), formats: ['cjs'] },
      rollupOptions: { output: { entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    root: resolve(root, 'src-renderer'),
    plugins: [react(), tailwindcss(), asciiScripts],
    worker: { format: 'es', plugins: () => [asciiScripts] },
    build: {
      outDir: resolve(root, 'out/renderer'),
      minify: true,
      rollupOptions: {
        input: resolve(root, 'src-renderer/index.html'),
        // What the first screen needs, in one file: else it is cut up by which later view shares what of it.
        output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } },
      },
      // Data URLs for fonts would need font-src data: in the policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  },
});
