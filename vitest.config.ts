import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src-*/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs', '*.test.mjs'],
    environment: 'node',
    setupFiles: ['src-renderer/ui/testing/each-file.ts'],
    // A worker keeps the libraries it has loaded: loading React, jsdom and zod anew for each file took a third of the time.
    // Our own modules are new to each file all the same (each-file.ts).
    isolate: false,
    // Tests with a server start their own; the first run of a fresh machine is slow.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Most of them wait for a server, not for a core.
    maxWorkers: 3,
  },
});
