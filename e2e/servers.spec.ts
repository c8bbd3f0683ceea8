import { missingServer } from '../src-main/test-support/start-redis.ts';
import { expect, test } from './fixtures/app.ts';

for (const [serverKind, shown] of [
  ['redis8', /Redis 8\.0\.\d+/],
  ['valkey8', /Valkey 8\.1\.\d+/],
] as const) {
  const missing = missingServer(serverKind);
  test.describe(serverKind, () => {
    test.skip(missing !== null, missing ?? '');
    test.use({ serverKind });

    test('is called by its name and version, and shows its keys', async ({
      own: { page },
      somebody,
    }) => {
      await somebody.hset('hash', 'field', 'value');
      await page.getByRole('button', { name: 'Scan again' }).click();
      await expect(page.getByText(shown)).toBeVisible();
      await page.getByRole('treeitem', { name: /^hash(,|$)/ }).dblclick();
      await expect(page.getByRole('row').filter({ hasText: 'field' }).last()).toContainText(
        'value',
      );
    });
  });
}
