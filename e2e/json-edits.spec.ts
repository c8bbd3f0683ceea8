import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures/app.ts';
import { expectAccessible, picture } from './fixtures/look.ts';

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

const pending = (page: Page) => page.getByRole('region', { name: 'Pending changes' });

async function join(dialog: Locator): Promise<void> {
  await dialog.getByRole('button', { name: 'Add to pending' }).click();
  await expect(dialog).toBeHidden();
}

async function save(page: Page): Promise<void> {
  await page.keyboard.press('ControlOrMeta+s');
  await expect(pending(page)).toBeHidden();
}

test('edits at places: gathered, shown as commands in their order, saved in one act, undone', async ({
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
  await join(append);
  await join(await choose(page, 'in_stock', /^Toggle/));
  const name = await choose(page, 'name', /^Append text/);
  await name.getByRole('textbox', { name: 'Text' }).fill(' 15 "Pro"');
  await page.keyboard.press('Enter');
  const merge = await choose(page, 'stock', /^Merge/);
  await merge.getByRole('textbox', { name: 'Members' }).fill('{"eu":null,"asia":7}');
  await page.keyboard.press('Enter');
  const member = await choose(page, '\\$', /^Add member/);
  await member.getByRole('textbox', { name: 'Name' }).fill('new one');
  await member.getByRole('textbox', { name: 'Value' }).fill('1e3');
  await page.keyboard.press('Enter');
  await row(page, 'last').click();
  await page.keyboard.press('+');
  await page.getByRole('textbox', { name: 'Amount' }).fill('9007199254740993');
  await page.keyboard.press('Enter');
  const commands = pending(page).getByRole('group', { name: 'Commands' }).locator('.selectable');
  await expect(commands).toHaveText([
    'JSON.ARRAPPEND iphone $.tags 9007199254740995',
    'JSON.TOGGLE iphone $.in_stock',
    'JSON.STRAPPEND iphone $.name "\\" 15 \\\\\\"Pro\\\\\\"\\""',
    'JSON.MERGE iphone $.stock "{\\"eu\\":null,\\"asia\\":7}"',
    'JSON.SET iphone "$[\\"new one\\"]" 1e3 NX',
    'JSON.NUMINCRBY iphone $.last 9007199254740993',
  ]);
  await expectAccessible(page);
  await picture(page, 'json-pending');
  expect(await text()).toBe(document);
  await save(page);
  expect(await text()).toBe(
    '{"name":"iPhone 15 \\"Pro\\"","tags":["a",9007199254740993,9007199254740995],"in_stock":false,' +
      '"stock":{"us":12345678901234567890,"asia":7},"last":9007199254740993,"new one":1000.0}',
  );
  await undo();

  const insert = await choose(page, 'tags', /^Insert elements/);
  await insert.getByRole('textbox', { name: 'Elements' }).fill('null');
  await insert.getByRole('textbox', { name: 'Before index' }).fill('1');
  await page.keyboard.press('Enter');
  await save(page);
  expect(await somebody.call('JSON.GET', 'iphone', '$.tags[1]')).toBe('[null]');
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
  const append = await choose(page, 'name', /^Append text/);
  await append.getByRole('textbox', { name: 'Text' }).fill(' 15');
  await page.keyboard.press('Enter');
  await somebody.call('JSON.SET', 'iphone', '$.name', '"Phone"');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(pending(page)).toContainText('Changed meanwhile to "Phone"');
  expect(await somebody.call('JSON.GET', 'iphone', '$.name')).toBe('["Phone"]');
  await pending(page).getByRole('button', { name: 'JSON.STRAPPEND on that' }).click();
  await expect(pending(page)).toContainText('"Phone 15"');
  await save(page);
  expect(await somebody.call('JSON.GET', 'iphone', '$.name')).toBe('["Phone 15"]');
  const remove = await choose(page, 'last', /^Delete/);
  await expect(remove).toContainText('0');
  await somebody.call('JSON.SET', 'iphone', '$.last', '5');
  await remove.getByRole('button', { name: 'Delete' }).click();
  await expect(remove).toContainText('Somebody changed it since you read it');
  expect(await somebody.call('JSON.GET', 'iphone', '$.last')).toBe('[5]');
});

test('a document of 20 MB opens by its first level, and gathers its changes', async ({
  own: { page },
  somebody,
}) => {
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
  await at(/^id/).dblclick();
  await page.getByRole('textbox', { name: 'Text of $.items[0].id' }).fill('"first"');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(at(/^id/)).toContainText('"first"');
  await at(/^items/).dblclick();
  await at(/^last/).click();
  await page.keyboard.press('+');
  await page.keyboard.press('Enter');
  await expect(pending(page)).toContainText('JSON.NUMINCRBY big $.last 1');
  await expectAccessible(page);
  await picture(page, 'json-levels-pending');
  // An increment is right whatever is there; what was set is compared.
  await somebody.call('JSON.NUMINCRBY', 'big', '$.last', '10');
  await somebody.call('JSON.SET', 'big', '$.items[0].id', '5');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(pending(page)).toContainText('Changed meanwhile to 5');
  await expect(pending(page)).toContainText('18');
  await pending(page).getByRole('button', { name: 'Overwrite' }).click();
  await expect(pending(page)).toContainText('1 pending change');
  await save(page);
  await expect(at(/^last/)).toContainText('18');
  expect(await somebody.call('JSON.GET', 'big', '$.items[0].id')).toBe('["first"]');
  await at(/^last/).click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^Delete/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(at(/^last/)).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await expect(at(/^last/)).toContainText('18');
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
