import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const needsPage = ({ moduleId }: TestSpecification): boolean =>
  readFileSync(moduleId, 'utf8').startsWith('// @vitest-environment jsdom');

/** A worker ends, with the libraries it has loaded, when its next file needs another environment: so all of one kind first. */
class KindByKind extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { true: views = [], false: others = [] } = Object.groupBy(
      await super.sort(files),
      (file) => (needsPage(file) ? 'true' : 'false'),
    );
    return [...others, ...views];
  }
}

export default defineConfig({
  test: {
    include: ['src-*/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs', '*.test.mjs'],
    environment: 'node',
    setupFiles: ['src-renderer/ui/testing/each-file.ts'],
    // A worker keeps the libraries it has loaded: loading React, jsdom and zod anew for each file took a third of the time.
    // Our own modules are new to each file all the same (each-file.ts).
    isolate: false,
    sequence: { sequencer: KindByKind },
    // Tests with a server start their own; the first run of a fresh machine is slow.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Most of them wait for a server, not for a core.
    maxWorkers: 4,
  },
});
