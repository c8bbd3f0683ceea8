import type { Page } from '@playwright/test';
import { expect, showView, test } from './fixtures/app.ts';
import { expectAccessibleInBoth } from './fixtures/look.ts';

test.beforeEach(async ({ somebody }) => {
  await somebody.set('basket', 'three things');
  await somebody.hset('cart', 'item', 'phone');
  await somebody.pexpire('cart', 3_600_000);
});

async function remove(page: Page, key: string): Promise<void> {
  const item = page.getByRole('treeitem', { name: new RegExp(`^${key}(,|$)`) });
  await item.click();
  await item.press('Delete');
  await expect(item).toBeHidden();
}
/** The newest of that title: those of other tests are listed too. */
const change = (page: Page, title: string) =>
  page.getByRole('grid', { name: 'Changes' }).getByRole('row').filter({ hasText: title }).first();
const detail = (page: Page) => page.getByRole('complementary', { name: 'Change' });

test('what was done is listed, previewed, taken back, and never over what others wrote', async ({
  fresh: { page },
  somebody,
}) => {
  await showView(page, 'History');
  await expect(page.getByText('Nothing was changed yet')).toBeVisible();
  await expectAccessibleInBoth(page, 'history-empty');
  await showView(page, 'Keys');
  await remove(page, 'basket');
  await remove(page, 'cart');
  expect(await somebody.exists('basket', 'cart')).toBe('0');
  await page.getByRole('button', { name: /2 changes to undo/ }).click();
  await page.getByRole('menuitem', { name: 'All changes…' }).click();
  await expect(change(page, 'Deleted cart')).toBeVisible();
  await change(page, 'Deleted cart').click();
  await expect(detail(page)).toContainText('EVAL (UNLINK if unchanged) cart');
  await expect(detail(page)).toContainText('Kept to restore 1');
  await expect(detail(page)).toContainText('1 key looked at on the server');
  await expectAccessibleInBoth(page, 'history-preview');
  await detail(page).getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(change(page, 'Deleted cart')).toContainText('Undone');
  expect(await somebody.hget('cart', 'item')).toBe('phone');
  expect(Number(await somebody.pttl('cart'))).toBeGreaterThan(3_000_000);

  await somebody.set('basket', 'of somebody else');
  await change(page, 'Deleted basket').click();
  await expect(detail(page)).toContainText(
    'Would be left alone: There is a key of this name again',
  );
  await detail(page).getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(change(page, 'Deleted basket')).toContainText('Met conflicts');
  await expect(detail(page)).toContainText('Left alone by the undo of');
  await expectAccessibleInBoth(page, 'history-conflict');
  expect(await somebody.get('basket')).toBe('of somebody else');
  await detail(page).getByRole('button', { name: 'Open key basket' }).first().click();
  await expect(page.getByRole('region', { name: 'Key basket', exact: true })).toBeVisible();
});

test('a change is forgotten by the keyboard, after a word, and its room is free', async ({
  own: { page },
}) => {
  await remove(page, 'basket');
  await page.keyboard.press('Control+6');
  await change(page, 'Deleted basket').click();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Forget' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('It can then never be undone');
  await expectAccessibleInBoth(page, 'history-forget');
  await dialog.getByRole('button', { name: 'Forget' }).click();
  await expect(change(page, 'Deleted basket')).toContainText('Forgotten');
  await expect(page.getByRole('meter', { name: 'Kept to undo' })).toHaveAttribute(
    'aria-valuetext',
    /^0 bytes/,
  );
});

test('time and size are set in place and hold at once', async ({ own: { page } }) => {
  await showView(page, 'History');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('textbox', { name: 'Hours a change can be undone' }).fill('72');
  await page.getByRole('textbox', { name: 'Megabytes on disk' }).fill('512');
  await expectAccessibleInBoth(page, 'history-settings');
  await page.keyboard.press('Enter');
  await expect(page.getByText('0 bytes of 512 MB')).toBeVisible();
  await expect(page.getByText(/72 hours/)).toBeVisible();
  await showView(page, 'Keys');
  await remove(page, 'basket');
  await showView(page, 'History');
  const day = new Date(Date.now() + 72 * 3_600_000).getDate();
  await expect(change(page, 'Deleted basket')).toContainText(`Undo until ${day} `);
});

test('a change on a server that is closed is taken back after opening it from there', async ({
  launch,
  server,
  somebody,
}) => {
  const { page } = await launch();
  const open = async (name: string, db: number): Promise<void> => {
    const url = page.getByLabel('Paste a URL');
    await url.fill(`redis://:${server.password}@${server.host}:${server.port}/${db}`);
    await url.press('Enter');
    await page.getByLabel('Name').fill(name);
    await page.getByRole('button', { name: /^Save and connect/ }).click();
    await expect(
      page.getByRole('button', { name: new RegExp(`^Connection .*${name}`) }),
    ).toBeVisible();
  };
  await open('Shop', 0);
  await remove(page, 'basket');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('>Close the connection');
  await page.getByRole('option', { name: /Close the connection/ }).click();
  await page.getByRole('button', { name: 'New', exact: true }).click();
  await open('Archive', 3);
  await showView(page, 'History');
  await change(page, 'Deleted basket').click();
  await expect(change(page, 'Deleted basket')).toContainText('Shop');
  await expect(detail(page)).toContainText('known once the connection is open');
  await expectAccessibleInBoth(page, 'history-closed');
  await detail(page).getByRole('button', { name: 'Open connection' }).click();
  await expect(page.getByRole('button', { name: /^Connection .*Shop/ })).toBeVisible();
  await detail(page).getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(change(page, 'Deleted basket')).toContainText('Undone');
  expect(await somebody.get('basket')).toBe('three things');
});
