import type { Page } from '@playwright/test';
import { expect, test } from './fixtures/app.ts';
import { expectAccessible, expectAccessibleInBoth, picture } from './fixtures/look.ts';
import { tryToClose } from './fixtures/system-dialogs.ts';

test.beforeEach(async ({ somebody }) => {
  await somebody.hset('hash', 'price', '1199', 'brand', 'Apple', 'bytes', Buffer.from([0, 255]));
  await somebody.pexpire('hash', 3_600_000);
  await somebody.zadd('zset', '1.5', 'phone', '2', 'tablet');
  await somebody.sadd('set', 'red', 'green');
  await somebody.rpush('list', 'x', 'y', 'x');
  await somebody.set('long', 'a'.repeat(3_000_000));
  await somebody.set('json', '{"n":1.0,"far":1e400}');
  await somebody.set('string', 'first line\nsecond line');
});

async function open(page: Page, key: string): Promise<void> {
  // Its type joins the name once it is known.
  await page.getByRole('treeitem', { name: new RegExp(`^${key}(,|$)`) }).dblclick();
  await expect(page.getByRole('region', { name: `Key ${key}`, exact: true })).toBeVisible();
}
const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });
const bar = (page: Page) => page.getByRole('region', { name: 'Edit', exact: true });
const undo = (page: Page) => page.getByRole('button', { name: 'Undo', exact: true }).last().click();

test('a field of a hash, with the command, the TTL and undo', async ({
  own: { page },
  somebody,
}) => {
  await open(page, 'hash');
  await row(page, 'price').dblclick();
  await page.keyboard.type('1149');
  await expect(bar(page)).toContainText('HSET hash price 1149');
  await picture(page, 'hash-edit');
  await page.keyboard.press('Enter');
  await expect(bar(page)).toBeHidden();
  expect(await somebody.hget('hash', 'price')).toBe('1149');
  expect(Number(await somebody.pttl('hash'))).toBeGreaterThan(3_000_000);
  await undo(page);
  await expect(row(page, 'price')).toContainText('1199');
  expect(await somebody.hget('hash', 'price')).toBe('1199');
});

test('bytes that are no text are edited with escapes, and Esc takes it back', async ({
  own: { page },
  somebody,
}) => {
  await open(page, 'hash');
  await row(page, 'bytes').click();
  await page.keyboard.press('F2');
  const field = page.getByRole('textbox', { name: 'Value of bytes' });
  await expect(field).toHaveValue(String.raw`\x00\xff`);
  await field.press('Escape');
  await expect(bar(page)).toBeHidden();
  await page.keyboard.press('F2');
  await field.fill(String.raw`\x00\q`);
  await expect(bar(page)).toContainText('A backslash starts an escape');
  await field.fill(String.raw`\x00\xfe`);
  await field.press('Enter');
  await expect(bar(page)).toBeHidden();
  expect(await somebody.hgetBuffer('hash', 'bytes')).toEqual(Buffer.from([0, 254]));
});

test('adds a field and removes one by key', async ({ own: { page }, somebody }) => {
  await open(page, 'hash');
  await page.getByRole('button', { name: 'Add field' }).click();
  await bar(page).getByRole('textbox', { name: 'Field' }).fill('colour');
  await bar(page).getByRole('textbox', { name: 'Value' }).fill('blue');
  await picture(page, 'hash-add');
  await page.keyboard.press('Enter');
  await expect(row(page, 'colour')).toBeVisible();
  await row(page, 'brand').click();
  await page.keyboard.press('Delete');
  await expect(bar(page)).toContainText('HDEL hash brand');
  await bar(page).getByRole('button', { name: 'Remove' }).click();
  await expect(row(page, 'brand')).toBeHidden();
  expect(await somebody.hget('hash', 'brand')).toBeNull();
  await undo(page);
  await expect(row(page, 'brand')).toContainText('Apple');
  expect(await somebody.hgetall('hash')).toMatchObject({ brand: 'Apple', colour: 'blue' });
});

test('somebody else’s change is shown beside mine', async ({ own: { page }, somebody }) => {
  await open(page, 'hash');
  await row(page, 'price').dblclick();
  await page.keyboard.type('1149');
  await somebody.hset('hash', 'price', '1175');
  await page.keyboard.press('Enter');
  for (const [side, value] of [
    ['As read here', '1199'],
    ['Mine', '1149'],
    ['On the server now', '1175'],
  ] as const)
    await expect(bar(page).getByRole('region', { name: side })).toContainText(value);
  expect(await somebody.hget('hash', 'price')).toBe('1175');
  await bar(page).getByRole('button', { name: 'Overwrite with mine' }).click();
  await expect(bar(page)).toBeHidden();
  expect(await somebody.hget('hash', 'price')).toBe('1149');
});

test('a score, exactly as typed, and a member', async ({ own: { page }, somebody }) => {
  await open(page, 'zset');
  await row(page, 'phone').dblclick();
  await page.keyboard.type('9007199254740993');
  await expect(bar(page)).toContainText('ZADD zset 9007199254740993 phone');
  await picture(page, 'zset-edit');
  await page.keyboard.press('Escape');
  await row(page, 'phone').dblclick();
  await page.keyboard.type('7.25');
  await page.keyboard.press('Enter');
  await expect(row(page, 'phone')).toContainText('7.25');
  await undo(page);
  await expect(row(page, 'phone')).toContainText('1.5');
  await row(page, 'tablet').click();
  await page.keyboard.press('Delete');
  await bar(page).getByRole('button', { name: 'Remove' }).click();
  await expect(row(page, 'tablet')).toBeHidden();
  expect(await somebody.zrange('zset', '0', '-1')).toEqual(['phone']);
});

test('a member of a set', async ({ own: { page }, somebody }) => {
  await open(page, 'set');
  await row(page, 'red').dblclick();
  await page.keyboard.type('blue');
  await expect(bar(page)).toContainText('SADD set blue');
  await expect(bar(page)).toContainText('SREM set red');
  await page.keyboard.press('Enter');
  await expect(row(page, 'blue')).toBeVisible();
  expect((await somebody.smembers('set')).sort()).toEqual(['blue', 'green']);
  await page.getByRole('button', { name: 'Add member' }).click();
  await bar(page).getByRole('textbox', { name: 'Member' }).fill('green');
  await page.keyboard.press('Enter');
  await expect(bar(page)).toContainText('already in the set');
  await bar(page).getByRole('button', { name: 'Cancel' }).click();
});

test('one of two equal elements of a list', async ({ own: { page }, somebody }) => {
  await open(page, 'list');
  const rows = page.getByRole('grid', { name: 'Elements' }).getByRole('row');
  await rows.nth(3).click();
  await page.keyboard.press('Delete');
  await expect(bar(page)).toContainText('LREM list 1');
  await picture(page, 'list-remove');
  await bar(page).getByRole('button', { name: 'Remove' }).click();
  await expect(rows).toHaveCount(3);
  expect(await somebody.lrange('list', 0, -1)).toEqual(['x', 'y']);
  await undo(page);
  await expect(rows).toHaveCount(4);
  expect(await somebody.lrange('list', 0, -1)).toEqual(['x', 'y', 'x']);
  await page.getByRole('button', { name: 'Add element' }).click();
  await page.getByRole('menuitem', { name: 'At the left end' }).click();
  await bar(page).getByRole('textbox', { name: 'Value' }).fill('new');
  await page.keyboard.press('Enter');
  await expect(rows).toHaveCount(5);
  await rows.nth(2).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Insert after' }).click();
  await bar(page).getByRole('textbox', { name: 'Value' }).fill('between');
  await page.keyboard.press('Enter');
  await expect(rows).toHaveCount(6);
  expect(await somebody.lrange('list', 0, -1)).toEqual(['new', 'x', 'between', 'y', 'x']);
});

test('a string as text, and more at its end', async ({ own: { page }, somebody }) => {
  await open(page, 'string');
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await page.getByRole('textbox', { name: 'Value' }).fill('one\ntwo');
  await expect(bar(page)).toContainText(String.raw`SET string "one\ntwo" KEEPTTL`);
  await picture(page, 'string-edit');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(bar(page)).toBeHidden();
  expect(await somebody.get('string')).toBe('one\ntwo');
  await page.getByRole('button', { name: 'Append' }).click();
  await bar(page).getByRole('textbox', { name: 'What to append' }).fill('!');
  await page.keyboard.press('Enter');
  await expect(bar(page)).toBeHidden();
  expect(await somebody.get('string')).toBe('one\ntwo!');
  await undo(page);
  await expect(page.getByText('Undone: Appended to string')).toBeVisible();
  expect(await somebody.get('string')).toBe('one\ntwo');
});

test('a string as hex, whole and a part of a long one', async ({ own: { page }, somebody }) => {
  await open(page, 'string');
  await page.getByRole('radio', { name: 'Hex' }).click();
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  const hex = page.getByRole('grid', { name: 'Value as hex' });
  await expect(hex).toBeFocused();
  await page.keyboard.type('46');
  await page.keyboard.press('Insert');
  await page.keyboard.type('00');
  await expect(bar(page)).toContainText(
    String.raw`SET string "F\x00irst line\nsecond line" KEEPTTL`,
  );
  await picture(page, 'hex-edit');
  await expectAccessible(page);
  await page.keyboard.press('ControlOrMeta+s');
  await expect(bar(page)).toBeHidden();
  expect(await somebody.get('string')).toBe('F\u0000irst line\nsecond line');
  await undo(page);
  await expect(page.getByText('Undone: Changed string')).toBeVisible();
  expect(await somebody.get('string')).toBe('first line\nsecond line');

  await open(page, 'long');
  await page.getByRole('radio', { name: 'Hex' }).click();
  await page.getByRole('textbox', { name: 'Go to offset' }).fill('0x200005');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Value as hex' })).toContainText('00200000');
  await picture(page, 'long-hex');
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await page.keyboard.type('7a');
  await expect(bar(page)).toContainText('SETRANGE long 2097152 z');
  await picture(page, 'long-hex-edit');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(bar(page)).toBeHidden();
  expect(await somebody.getrange('long', 2_097_151, 2_097_153)).toBe('aza');
  await undo(page);
  await expect(page.getByText('Undone: Changed byte 2097152 of long')).toBeVisible();
  expect(await somebody.getrange('long', 2_097_151, 2_097_153)).toBe('aaa');
});

test('JSON in a string, and a word before what is written is lost', async ({
  own: { app, page },
  somebody,
}) => {
  await open(page, 'json');
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await bar(page).getByRole('button', { name: 'Format' }).click();
  const field = page.getByRole('textbox', { name: 'Value' });
  await expect(field).toHaveValue('{\n  "n": 1.0,\n  "far": 1e400\n}');
  await picture(page, 'json-string');
  await field.fill('{\n  "n": 1.0,\n}');
  await expect(bar(page)).toContainText('line 3, column 1');
  await picture(page, 'json-string-wrong');
  await expectAccessible(page);
  const asked = await tryToClose(app);
  expect(asked).toContain('Discard changes to 1 key?');
  await page.getByRole('button', { name: /^Connection/ }).click();
  await page.getByRole('menuitem', { name: /^Close/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Discard changes to 1 key?' });
  await expect(dialog).toContainText('json');
  await picture(page, 'discard');
  await dialog.getByRole('button', { name: 'Keep open' }).click();
  await bar(page).getByRole('button', { name: 'Save anyway' }).click();
  await expect(bar(page)).toBeHidden();
  expect(await somebody.get('json')).toBe('{\n  "n": 1.0,\n}');
});

test('an edit and a conflict are accessible in both themes', async ({
  own: { page },
  somebody,
}) => {
  await open(page, 'hash');
  await row(page, 'price').dblclick();
  await page.keyboard.type('1149');
  await expect(bar(page)).toContainText('HSET');
  await expectAccessibleInBoth(page, 'edit');
  await somebody.hset('hash', 'price', '1175');
  await page.keyboard.press('Enter');
  await expect(bar(page)).toContainText('Changed meanwhile');
  await expectAccessibleInBoth(page, 'conflict');
});
