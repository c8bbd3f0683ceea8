import type { Page } from '@playwright/test';
import { startRedis } from '../src-main/test-support/start-redis.ts';
import { expect, test } from './fixtures/app.ts';
import { openToo } from './fixtures/open-too.ts';
import { expectAccessible, picture } from './fixtures/look.ts';

const row = (page: Page, name: string) =>
  page.getByRole('treeitem', { name: new RegExp(`^${name}\\b`) });
const first = (page: Page) => page.getByRole('region', { name: 'Open key', exact: true });
const second = (page: Page) => page.getByRole('region', { name: 'Open key, second pane' });
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

test('two keys side by side; list and keys act on the pane that has the focus', async ({
  somebody,
  own,
}) => {
  const { page } = own;
  await somebody.hset('alpha', 'field', 'of alpha');
  await somebody.rpush('beta', 'of beta');
  await somebody.set('gamma', 'of gamma');
  await page.getByRole('button', { name: /^Scan again/ }).click();
  await row(page, 'alpha').dblclick();
  await expect(first(page)).toContainText('of alpha');
  await row(page, 'beta').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Open to the side' }).click();
  await expect(second(page)).toContainText('of beta');
  await expect(first(page)).toContainText('of alpha');
  await picture(page, 'two-keys');
  await expectAccessible(page);

  // What is opened from the list goes where the focus is.
  await row(page, 'gamma').dblclick();
  await expect(second(page)).toContainText('of gamma');
  await expect(second(page).getByRole('tab')).toHaveCount(2);
  await first(page).getByRole('tab').click();
  await page.keyboard.press('Control+\\');
  await expect(second(page)).toContainText('of alpha');
  await expect(first(page)).toContainText('No key is open');
  await first(page).getByRole('button', { name: 'Close this pane' }).click();
  await expect(second(page)).toHaveCount(0);
  await expect(first(page).getByRole('tab')).toHaveCount(3);
  await page.keyboard.press('Control+\\');
  await expect(second(page).getByRole('tab')).toHaveCount(1);
  await page.keyboard.press('Control+w');
  await expect(second(page)).toHaveCount(0);
});

test('the same key on two servers: each side reads and writes its own', async ({
  somebody,
  own,
}) => {
  const { page } = own;
  const other = await startRedis('stack');
  try {
    await somebody.set('price', 'here', 'EX', 100_000);
    await other.client().set('price', 'there');
    await openToo(page, other);
    await page.getByRole('button', { name: /^Scan again/ }).click();
    await row(page, 'price').dblclick();
    await expect(first(page)).toContainText('here');
    await first(page).getByRole('button', { name: 'Side by side' }).click();
    await page.getByRole('menuitem', { name: /^Other, / }).click();
    await expect(second(page)).toContainText('there');
    await expect(second(page).getByRole('note', { name: 'Server of this key' })).toContainText(
      'Staging',
    );
    await second(page).getByRole('tab').click();
    await expect(page.getByRole('tooltip')).toHaveCount(0);
    await picture(page, 'two-servers');
    await expectAccessible(page);
    await second(page).getByRole('button', { name: 'Side by side' }).click();
    await page.getByRole('menuitem', { name: 'Compare the two sides…' }).click();
    const compare = page.getByRole('dialog', { name: 'Compare' });
    await expect(compare).toContainText('1 line differs. Only one of them expires.');
    await expect(compare.getByRole('region', { name: 'Left' })).toContainText('here');
    await expect(compare.getByRole('region', { name: 'Right' })).toContainText('there');
    await picture(page, 'compared');
    await expectAccessible(page);
    await other.client().set('price', 'here');
    await compare.getByRole('button', { name: 'Read again' }).click();
    await expect(compare).toContainText('No difference.');
    await other.client().set('price', 'there');
    await page.keyboard.press('Escape');
    await expect(compare).toHaveCount(0);
    await second(page).getByRole('button', { name: 'Delete', exact: true }).click();
    await expect.poll(async () => Number(await other.client().exists('price'))).toBe(0);
    expect(await somebody.get('price')).toBe('here');
    await expect(heading(page, 'price').first()).toBeVisible();
    await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
    await expect.poll(() => other.client().get('price')).toBe('there');
    await expect(second(page)).toContainText('there');
  } finally {
    await other.stop();
  }
});
