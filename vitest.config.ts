import { defineConfig } from 'vitest/config';

const views = ['src-renderer/**/*.test.tsx', 'src-renderer/**/*.page.test.ts'];

export default defineConfig({
  test: {
    setupFiles: ['src-renderer/ui/testing/each-file.ts'],
    // A worker keeps the libraries it has loaded: loading React, jsdom and zod anew for each file took a third of the time.
    // Our own modules are new to each file all the same (each-file.ts).
    isolate: false,
    // Tests with a server start their own; the first run of a fresh machine is slow.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['src-*/**/*.test.ts', 'scripts/**/*.test.mjs', '*.test.mjs'],
          exclude: views,
          environment: 'node',
          // Most of them wait for a server, not for a core.
          maxWorkers: 4,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'page',
          include: views,
          environment: 'jsdom',
          // These never wait: a worker more than there are cores only costs the time in which it warms up.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
