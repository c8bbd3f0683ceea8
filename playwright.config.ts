import { defineConfig } from '@playwright/test';

const ci = process.env['CI'] !== undefined && process.env['CI'] !== '';

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  workers: 3,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  retries: ci ? 2 : 0,
  forbidOnly: ci,
  reporter: [['list'], ['json', { outputFile: '.cache/reports/playwright.json' }]],
  projects: [
    { name: 'app' },
    // Run by scripts/test.mjs as an ordinary user where `app` runs as root, which has no OS sandbox.
    { name: 'os-sandbox', testMatch: ['startup.spec.ts', 'security.spec.ts'] },
  ],
});
