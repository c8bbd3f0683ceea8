import { defineConfig } from '@playwright/test';

/** What depends on Chromium's sandbox. Where root runs the tests, scripts/test.mjs has these run by an ordinary user. */
const sandboxed = ['startup.spec.ts', 'security.spec.ts'];

const ci = process.env['CI'] !== undefined && process.env['CI'] !== '';

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  workers: 3,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // Windows of several apps share one screen and two cores; what passed at the second try is counted and said.
  retries: 1,
  forbidOnly: ci,
  reporter: [['list'], ['json', { outputFile: '.cache/reports/playwright.json' }]],
  projects: [
    { name: 'app', testIgnore: sandboxed },
    { name: 'os-sandbox', testMatch: sandboxed, fullyParallel: true },
  ],
});
