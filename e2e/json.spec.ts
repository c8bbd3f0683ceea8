import type { Page } from '@playwright/test';
import { expect, test } from './fixtures/app.ts';

const document =
  '{"name":"iPhone 15 Pro","price":1199.5,"views":9007199254740993,"reviews":18342,' +
  '"we\\"ird":"<img src=x onerror=alert(1)>","offers":[{"shop":"nordphone","price":1149.25}]}';

test.beforeEach(async ({ somebody }) => {
  await somebody.call('JSON.SET', 'iphone', '$', document);
});

async function openDocument(page: Page): Promise<void> {
  await page.getByRole('treeitem').filter({ hasText: 'iphone' }).dblclick();
  await expect(tree(page)).toBeVisible();
}
const tree = (page: Page) => page.getByRole('tree', { name: 'Document as a tree' });
const row = (page: Page, name: string) =>
  tree(page)
    .getByRole('treeitem')
    .filter({ hasText: new RegExp(`^${name}`) });
const pending = (page: Page) => page.getByRole('region', { name: 'Pending changes' });

async function edit(page: Page, name: string, value: string): Promise<void> {
  await row(page, name).dblclick();
  await page.keyboard.type(value);
  await page.keyboard.press('Enter');
}

test('shows a document with its numbers as they are stored, and runs nothing of it', async ({
  own: { page },
}) => {
  await openDocument(page);
  await expect(row(page, 'views')).toContainText('9007199254740993');
  await expect(page.getByRole('region', { name: 'Document as text' })).toContainText(
    '"views": 9007199254740993,',
  );
  await expect(row(page, 'we"ird')).toContainText('<img src=x onerror=alert(1)>');
  await expect(page.locator('img')).toHaveCount(0);
});

test('edits in place with the difference and the command, and takes it back', async ({
  own: { page },
  somebody,
}) => {
  await openDocument(page);
  await edit(page, 'price', '1149');
  await expect(pending(page)).toContainText('−50.5, −4.2%');
  await expect(pending(page)).toContainText('JSON.SET iphone $.price 1149');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(pending(page)).toBeHidden();
  expect(await somebody.call('JSON.GET', 'iphone', '$.price')).toBe('[1149]');
  // The rest of the document is as it was.
  expect(await somebody.call('JSON.GET', 'iphone', '$.views')).toBe('[9007199254740993]');
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(row(page, 'price')).toContainText('1199.5');
  expect(await somebody.call('JSON.GET', 'iphone', '$.price')).toBe('[1199.5]');
});

test('edits a name that has to be quoted', async ({ own: { page }, somebody }) => {
  await openDocument(page);
  await edit(page, 'we"ird', 'tame');
  await expect(pending(page)).toContainText(`$['we"ird']`);
  await page.keyboard.press('ControlOrMeta+s');
  await expect(pending(page)).toBeHidden();
  expect(await somebody.call('JSON.GET', 'iphone', `$['we"ird']`)).toBe('["tame"]');
  // RedisJSON takes an escaped name apart from the one it finds by it: no second member may appear.
  expect(await somebody.call('JSON.OBJKEYS', 'iphone', '$')).toEqual([
    ['name', 'price', 'views', 'reviews', 'we"ird', 'offers'],
  ]);
});

test('notices somebody else’s change before saving', async ({ own: { page }, somebody }) => {
  await openDocument(page);
  await edit(page, 'price', '1149');
  await somebody.call('JSON.SET', 'iphone', '$.price', '1175.25');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(pending(page)).toContainText('Changed meanwhile to 1175.25');
  expect(await somebody.call('JSON.GET', 'iphone', '$.price')).toBe('[1175.25]');
  await pending(page).getByRole('button', { name: 'Compare' }).click();
  const dialog = page.getByRole('dialog');
  for (const [side, value] of [
    ['As read here', '1199.5'],
    ['On the server now', '1175.25'],
    ['Mine', '1149'],
  ] as const)
    await expect(dialog.getByRole('region', { name: side })).toContainText(value);
  await dialog.getByRole('button', { name: 'Overwrite with mine' }).click();
  await expect(pending(page)).toBeHidden();
  expect(await somebody.call('JSON.GET', 'iphone', '$.price')).toBe('[1149]');
});

test('increments on the server, whatever is there', async ({ own: { page }, somebody }) => {
  await openDocument(page);
  await row(page, 'reviews').click();
  await somebody.call('JSON.NUMINCRBY', 'iphone', '$.reviews', '10');
  await page.keyboard.press('+');
  await expect(page.getByRole('dialog')).toContainText('JSON.NUMINCRBY iphone $.reviews 1');
  await page.keyboard.press('Enter');
  await expect(pending(page)).toContainText('18343');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(row(page, 'reviews')).toContainText('18353');
});

test('asks by JSONPath', async ({ own: { page } }) => {
  await openDocument(page);
  const field = page.getByRole('textbox', { name: 'JSONPath' });
  await field.fill('..price');
  await expect(page.getByText('2 matches')).toBeVisible();
  await expect(page.getByRole('tree', { name: 'Matches as a tree' })).toContainText('1149.25');
  await page
    .getByRole('tree', { name: 'Matches as a tree' })
    .getByRole('treeitem')
    .filter({ hasText: '1149.25' })
    .click();
  await page.getByRole('button', { name: 'Show in the document' }).click();
  await expect(tree(page).locator('[data-active]')).toContainText('1149.25');
  await field.fill('.offers[?(');
  await expect(page.getByRole('alert').filter({ hasText: 'Error occurred' })).toBeVisible();
  await field.press('Escape');
  await expect(row(page, 'name')).toContainText('iPhone 15 Pro');
});

test('keeps what is pending while another key is shown', async ({ own: { page }, somebody }) => {
  await somebody.set('other', 'text');
  await openDocument(page);
  await edit(page, 'price', '1149');
  await page.getByRole('button', { name: 'Scan again' }).click();
  await page.getByRole('treeitem').filter({ hasText: 'other' }).dblclick();
  await expect(page.getByRole('region', { name: 'Value as text' })).toContainText('text');
  await page.getByRole('tab', { name: /iphone.*changed/ }).click();
  await expect(pending(page)).toContainText('1 pending change');
});
