import { expect, showView, test } from './fixtures/app.ts';

/** Requests as a limiter of the shop records them: score and member are microseconds. */
function requests(nowMs: number, agesMs: readonly number[]): string[] {
  return agesMs.flatMap((age) => {
    const at = String(Math.round((nowMs - age) * 1_000));
    return [at, at];
  });
}

test('says used, remaining and whether the next request is let in, by a limit the user sets once', async ({
  fresh,
  somebody,
  launch,
  server,
}) => {
  const { page, userData, app } = fresh;
  const now = Date.now();
  const key = 'ratelimit:api:user:10482';
  await somebody.zadd(key, ...requests(now, [1_000, 5_000, 20_000, 50_000, 70_000]));
  await somebody.pexpire(key, 59_000);
  // Scores are no times: a leaderboard under the same name is not called a limiter.
  await somebody.zadd('ratelimit:leaderboard', 12, 'a', 40, 'b');

  await showView(page, 'Rate limits');
  const row = page.getByRole('row').filter({ hasText: 'api:user:10482' });
  await expect(row).toContainText('limit not set');
  await expect(page.getByText('1 key of this pattern is no limiters')).toBeVisible();
  await row.click();
  const detail = page.getByRole('region', { name: 'Limiter' });
  await expect(detail).toContainText('1 min 00 s');
  // One of five has left the window.
  await expect(detail).toContainText('4 in this window');

  await detail.getByRole('button', { name: 'Set limit', exact: true }).click();
  await page.getByLabel('Limit, requests per window').fill('4');
  await page.getByRole('button', { name: 'Set limit', exact: true }).last().click();
  await expect(detail).toContainText('Denied');
  await expect(detail).toContainText(/retry in \d/);
  await expect(page.getByText('1 denied now')).toBeVisible();

  // The limit is remembered: a new start on the same data folder knows it.
  await app.close();
  const again = await launch({
    userData,
    env: { REDSTART_URL: `redis://:${server.password}@${server.host}:${server.port}/0` },
  });
  await showView(again.page, 'Rate limits');
  await expect(again.page.getByRole('row').filter({ hasText: 'api:user:10482' })).toContainText(
    /4\/4|3\/4/,
  );
});

test('resetting a limiter removes it and undo brings it back with its time', async ({
  own,
  somebody,
}) => {
  const { page } = own;
  const key = 'ratelimit:login:ip:203.0.113.24';
  await somebody.zadd(key, ...requests(Date.now(), [1_000, 2_000]));
  await somebody.pexpire(key, 900_000);
  await showView(page, 'Rate limits');
  await page.getByRole('row').filter({ hasText: 'login:ip' }).click();
  await page.getByRole('button', { name: 'Reset limiter' }).click();
  await expect.poll(() => somebody.exists(key)).toBe('0');
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect.poll(() => somebody.zcard(key)).toBe('2');
  expect(Number(await somebody.pttl(key))).toBeGreaterThan(880_000);
});
