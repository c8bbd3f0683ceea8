import type { Page } from '@playwright/test';
import { expect, test } from './fixtures/app.ts';
import { expectAccessible } from './fixtures/look.ts';

const document =
  '{"name":"iPhone","tags":["a",9007199254740993],"in_stock":true,"stock":{"eu":1,"us":12345678901234567890},"last":0}';

test.beforeEach(async ({ somebody }) => {
  await somebody.call('JSON.SET', 'iphone', '$', document);
});

const tree = (page: Page) => page.getByRole('tree', { name: 'Document as a tree' });
const row = (page: Page, name: string) =>
  tree(page)
    .getByRole('treeitem')
    .filter({ hasText: new RegExp(`^${name}`) });

async function choose(page: Page, name: string, item: RegExp) {
  await row(page, name).click({ button: 'right' });
  await page.getByRole('menuitem', { name: item }).click();
  return page.getByRole('dialog');
}

test('edits at a place: the command first, then the change, then the undo', async ({
  own: { page },
  somebody,
}) => {
  const text = () => somebody.call('JSON.GET', 'iphone');
  const undo = async () => {
    await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
    await expect.poll(text).toBe(document);
    // Read again: rows that still move would be missed.
    await expect(page.getByText(/^Undone/).last()).toBeVisible();
    await expect(tree(page).getByRole('treeitem')).toHaveCount(10);
    await expect(row(page, 'in_stock')).toContainText('true');
  };
  await page.getByRole('treeitem').filter({ hasText: 'iphone' }).dblclick();
  await expect(tree(page)).toBeVisible();

  const append = await choose(page, 'tags', /^Append elements/);
  await append.getByRole('textbox', { name: 'Elements' }).fill('9007199254740995');
  await expect(append).toContainText('JSON.ARRAPPEND iphone $.tags 9007199254740995');
  await expectAccessible(page);
  await append.getByRole('button', { name: 'Append' }).click();
  await expect(append).toBeHidden();
  expect(await somebody.call('JSON.GET', 'iphone', '$.tags')).toBe(
    '[["a",9007199254740993,9007199254740995]]',
  );
  await undo();

  const insert = await choose(page, 'tags', /^Insert elements/);
  await insert.getByRole('textbox', { name: 'Elements' }).fill('null');
  await insert.getByRole('textbox', { name: 'Before index' }).fill('1');
  await page.keyboard.press('Enter');
  await expect(insert).toBeHidden();
  expect(await somebody.call('JSON.GET', 'iphone', '$.tags[1]')).toBe('[null]');
  await undo();

  const toggle = await choose(page, 'in_stock', /^Toggle/);
  await toggle.getByRole('button', { name: 'Toggle' }).click();
  await expect(row(page, 'in_stock')).toContainText('false');
  await undo();

  const name = await choose(page, 'name', /^Append text/);
  await name.getByRole('textbox', { name: 'Text' }).fill(' 15 "Pro"');
  await page.keyboard.press('Enter');
  await expect(row(page, 'name')).toContainText('iPhone 15 \\"Pro\\"');
  await undo();

  const merge = await choose(page, 'stock', /^Merge/);
  await merge.getByRole('textbox', { name: 'Members' }).fill('{"eu":null,"asia":7}');
  await page.keyboard.press('Enter');
  await expect(row(page, 'asia')).toBeVisible();
  await undo();

  const member = await choose(page, 'stock', /^Add member/);
  await member.getByRole('textbox', { name: 'Name' }).fill('new one');
  await member.getByRole('textbox', { name: 'Value' }).fill('1e3');
  await expect(member).toContainText('JSON.SET iphone "$.stock[\\"new one\\"]" 1e3');
  await page.keyboard.press('Enter');
  await expect(row(page, 'new one')).toBeVisible();
  await undo();

  const remove = await choose(page, 'stock', /^Delete/);
  await expect(remove).toContainText('JSON.DEL iphone $.stock');
  await expect(remove).toContainText('12345678901234567890');
  await remove.getByRole('button', { name: 'Delete' }).click();
  await expect(row(page, 'stock')).toHaveCount(0);
  await undo();

  const pop = await choose(page, 'tags', /^Pop last/);
  await expect(pop).toContainText('JSON.ARRPOP iphone $.tags 1');
  await pop.getByRole('button', { name: 'Delete' }).click();
  await expect.poll(() => somebody.call('JSON.GET', 'iphone', '$.tags')).toBe('[["a"]]');
  await undo();
});

test('somebody else’s change stops an edit and a removal', async ({ own: { page }, somebody }) => {
  await page.getByRole('treeitem').filter({ hasText: 'iphone' }).dblclick();
  await expect(tree(page)).toBeVisible();
  const toggle = await choose(page, 'in_stock', /^Toggle/);
  await somebody.call('JSON.TOGGLE', 'iphone', '$.in_stock');
  await toggle.getByRole('button', { name: 'Toggle' }).click();
  await expect(toggle).toContainText('Somebody changed it since you read it');
  expect(await somebody.call('JSON.GET', 'iphone', '$.in_stock')).toBe('[false]');
  await toggle.getByRole('button', { name: 'Read again' }).click();
  await expect(row(page, 'in_stock')).toContainText('false');
  const remove = await choose(page, 'last', /^Delete/);
  await expect(remove).toContainText('0');
  await somebody.call('JSON.SET', 'iphone', '$.last', '5');
  await remove.getByRole('button', { name: 'Delete' }).click();
  await expect(remove).toContainText('Somebody changed it since you read it');
  expect(await somebody.call('JSON.GET', 'iphone', '$.last')).toBe('[5]');
});

test('a document of 20 MB opens by its first level', async ({ own: { page }, somebody }) => {
  const items = Array.from({ length: 60_000 }, (_, i) => `{"id":${i},"text":"${'x'.repeat(300)}"}`);
  await somebody.call('JSON.SET', 'big', '$', `{"items":[${items.join(',')}],"last":7}`);
  await page.getByRole('button', { name: 'Scan again' }).click();
  await page.getByRole('treeitem').filter({ hasText: 'big' }).dblclick();
  const levels = page.getByRole('tree', { name: 'Document as a tree, level by level' });
  const at = (name: RegExp) => levels.getByRole('treeitem').filter({ hasText: name });
  await expect(at(/^items/)).toContainText('60,000 items');
  await at(/^items/).dblclick();
  await expect(at(/^0/).first()).toContainText('id, text');
  await at(/^0/).first().dblclick();
  await expect(at(/^text/)).toContainText('xxx');
  await expectAccessible(page);
  await at(/^items/).dblclick();
  await at(/^last/).click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^Delete/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(at(/^last/)).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await expect(at(/^last/)).toContainText('7');
});

test('paths over many documents as a table', async ({ own: { page }, somebody }) => {
  for (let i = 0; i < 250; i++)
    await somebody.call(
      'JSON.SET',
      `product:${String(i).padStart(3, '0')}`,
      '$',
      `{"price":${i}.25,"views":${9007199254740993n + BigInt(i)},"offers":[{"shop":"nord"},{"shop":"tech"}]}`,
    );
  await somebody.set('product:text', 'not JSON');
  await page.getByRole('button', { name: 'Scan again' }).click();
  await page.getByRole('treeitem').filter({ hasText: 'product' }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Show JSON as table' }).click();
  const grid = page.getByRole('grid', { name: 'Documents' });
  await expect(grid).toContainText('9007199254740993');
  await expect(page.getByText('200 of 251 keys read')).toBeVisible();
  await page.getByRole('textbox', { name: 'JSONPath of a column' }).fill('$.offers[*].shop');
  await page.keyboard.press('Enter');
  await expect(grid).toContainText('["nord","tech"]');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Read 51 more' }).click();
  await expect(page.getByText('251 of 251 keys read')).toBeVisible();
  await grid.getByRole('columnheader', { name: /price/ }).click();
  await expect(grid.getByRole('row').nth(1)).toContainText('249.25');
  await grid.getByRole('row').nth(1).dblclick();
  await expect(tree(page)).toBeVisible();
  await page.getByRole('button', { name: /^Back to the table/ }).click();
  await expect(grid.getByRole('row').nth(1)).toContainText('249.25');
});
