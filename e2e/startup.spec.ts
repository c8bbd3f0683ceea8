import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, filled, test } from './fixtures/app.ts';
import { howToLaunch } from './fixtures/how-to-launch.ts';

test('opens the filled sandbox, and ends it with the app', async ({ launch }) => {
  const { app, page } = await launch({ env: { REDSTART_SANDBOX: '1' } });
  await filled(page);
  await expect(page.getByText('Connected')).toBeVisible();
  const address = await page.getByRole('button', { name: /^Connection .*Sandbox/ }).innerText();
  const port = Number(/:(\d+)/.exec(address)?.[1]);
  expect(await accepts(port)).toBe(true);
  await app.close();
  await expect.poll(() => accepts(port)).toBe(false);
});

test('the sandbox also ends when the app is killed', async ({ launch }) => {
  const { app, page } = await launch({ env: { REDSTART_SANDBOX: '1' } });
  await filled(page);
  const address = await page.getByRole('button', { name: /^Connection .*Sandbox/ }).innerText();
  const port = Number(/:(\d+)/.exec(address)?.[1]);
  app.process().kill('SIGKILL');
  await expect.poll(() => accepts(port), { timeout: 15_000 }).toBe(false);
});

test('opens the server of a URL; a wrong one says why and what to do', async ({
  fresh,
  launch,
}) => {
  await expect(
    fresh.page.getByRole('button', { name: /^Connection .*127\.0\.0\.1/ }),
  ).toBeVisible();
  const nobody = await launch({ env: { REDSTART_URL: 'redis://127.0.0.1:1/0' } });
  await expect(
    nobody.page.getByRole('alert').filter({ hasText: 'could not be opened' }),
  ).toContainText('ECONNREFUSED');
  await expect(
    nobody.page.getByRole('alert').filter({ hasText: 'could not be opened' }),
  ).toContainText('check host and port');
});

test('takes a picture of the filled window and exits 0', async ({}, testInfo) => {
  const file = testInfo.outputPath('picture.png');
  const { executablePath, args } = howToLaunch();
  const root = resolve(import.meta.dirname, '..');
  const child = spawn(executablePath, [...args, root], {
    env: {
      ...process.env,
      REDSTART_SANDBOX: '1',
      REDSTART_PICTURE: file,
      REDSTART_USER_DATA: join(testInfo.outputDir, 'data'),
    },
    stdio: 'ignore',
  });
  const code = await new Promise((done) => child.once('exit', done));
  expect(code).toBe(0);
  const png = await readFile(file);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png.byteLength).toBeGreaterThan(50_000);
});

test('window size and theme are kept', async ({ launch }) => {
  const first = await launch({ env: { REDSTART_WINDOW: '' } });
  await first.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setSize(1_000, 700),
  );
  await first.page.getByRole('button', { name: 'Theme' }).click();
  await first.page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect(first.page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await first.app.close();
  const second = await launch({ env: { REDSTART_WINDOW: '' }, userData: first.userData });
  await expect(second.page.locator('html')).toHaveAttribute('data-theme', 'dark');
  const size = await second.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.getSize(),
  );
  expect(size).toEqual([1_000, 700]);
});

/** Whether something listens on this loopback port. */
function accepts(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}
