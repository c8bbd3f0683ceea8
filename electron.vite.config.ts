import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const root = import.meta.dirname;

export default defineConfig({
  main: {
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
      rollupOptions: { output: { entryFileNames: '[name].js' } },
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
    plugins: [react(), tailwindcss()],
    build: {
      outDir: resolve(root, 'out/renderer'),
      minify: true,
      rollupOptions: { input: resolve(root, 'src-renderer/index.html') },
      // Data URLs for fonts would need font-src data: in the policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  },
});
