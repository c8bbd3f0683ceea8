import { expect, showView, test } from './fixtures/app.ts';

const ids = ['a1b2c3d4-0000-4000-8000-000000000001', 'a1b2c3d4-0000-4000-8000-000000000002'];

test.beforeEach(async ({ somebody }) => {
  const created = Math.floor(Date.now() / 1_000) - 3_600;
  for (const [i, id] of ids.entries())
    await somebody.set(
      `session:${id}`,
      JSON.stringify({ user_id: 8830 + i, created_at: created, csrf_token: 'very-secret' }),
      'EX',
      7_200,
    );
  await somebody.set(
    'session:express',
    JSON.stringify({
      cookie: { originalMaxAge: 60_000, path: '/' },
      passport: { user: '9007199254740993' },
    }),
    'EX',
    600,
  );
  await somebody.set('session:no-session', 'plain text');
  // A name and a value that would run if they were markup.
  await somebody.set(
    'session:<img src=x onerror=alert(1)>',
    JSON.stringify({ user_id: '<script>alert(2)</script>' }),
    'EX',
    600,
  );
});

test('lists user, age and time left, and says what is no session', async ({ own }) => {
  const { page } = own;
  await showView(page, 'Sessions');
  const row = page.getByRole('row').filter({ hasText: ids[0] ?? '' });
  await expect(row).toContainText('8830');
  await expect(row).toContainText('1 h 00 min');
  // 64-bit ids are shown as written.
  await expect(page.getByRole('row').filter({ hasText: 'express-session' })).toContainText(
    '9007199254740993',
  );
  await expect(page.getByText('1 key of this pattern is no sessions')).toBeVisible();
  await expect(page.getByText('<script>alert(2)</script>').first()).toBeVisible();
  await row.click();
  const inspector = page.getByRole('complementary', { name: 'Session' });
  await expect(inspector).toContainText('hidden, 11 characters');
  await expect(inspector).not.toContainText('very-secret');
});

test('extends and revokes, both with undo', async ({ own, somebody }) => {
  const { page } = own;
  const key = `session:${ids[0]}`;
  await showView(page, 'Sessions');
  await page
    .getByRole('row')
    .filter({ hasText: ids[0] ?? '' })
    .click();
  const inspector = page.getByRole('complementary', { name: 'Session' });
  await inspector.getByRole('button', { name: 'Extend 30 min' }).click();
  await expect.poll(async () => Number(await somebody.ttl(key))).toBeGreaterThan(8_900);
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect.poll(async () => Number(await somebody.ttl(key))).toBeLessThan(7_300);

  await page
    .getByRole('row')
    .filter({ hasText: ids[0] ?? '' })
    .click();
  await inspector.getByRole('button', { name: 'Revoke' }).click();
  await expect.poll(() => somebody.exists(key)).toBe('0');
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect
    .poll(async () => JSON.parse((await somebody.get(key)) ?? '{}'))
    .toMatchObject({ user_id: 8830 });
  expect(Number(await somebody.ttl(key))).toBeGreaterThan(7_000);
});
