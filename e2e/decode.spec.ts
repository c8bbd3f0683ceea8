import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures/app.ts';
import { expectAccessible, expectAccessibleInBoth, picture } from './fixtures/look.ts';
import { pickFile } from './fixtures/system-dialogs.ts';

// python3 -c "import pickle,datetime; print(pickle.dumps({'user': 42, 'seen': datetime.datetime(2026,11,23,10,30), 'evil': __import__('os').getcwd}, 4).hex())"
const pickled = Buffer.from(
  '80049558000000000000007d94288c0475736572944b2a8c047365656e948c086461746574696d65948c086461746574696d65949394430a07ea0b170a1e0000000094859452948c046576696c948c05706f736978948c06676574637764949394752e',
  'hex',
);
// {"_permanent": true, "user": 9007199254740993}
const packed = Buffer.from('82aa5f7065726d616e656e74c3a475736572cf0020000000000001', 'hex');

async function open(page: Page, name: string): Promise<void> {
  await page.getByRole('treeitem').filter({ hasText: name }).dblclick();
  await expect(page.getByLabel('Decoded through')).toBeVisible();
}
const tree = (page: Page) => page.getByRole('tree', { name: 'Decoded value' });
const row = (page: Page, name: string) =>
  tree(page)
    .getByRole('treeitem')
    .filter({ hasText: new RegExp(`^${name}`) });

test.beforeEach(async ({ somebody }) => {
  await somebody.set('packed', gzipSync('{"views":9007199254740993,"name":"<img src=x>"}'));
  await somebody.set('pickled', pickled);
  await somebody.set('session', packed);
  await somebody.set('plain', 'only some words');
  await somebody.hset('job', 'data', gzipSync('[1,2,3]'));
  await somebody.set('proto', Buffer.from('08818080808080801010014807', 'hex'));
  await somebody.set('cache:2', 'no gzip at all');
  await somebody.hset('cache:3', 'data', gzipSync('[4,5]'));
});

test('decodes what it recognises, through what is around it', async ({ own: { page } }) => {
  await open(page, 'packed');
  await expect(page.getByLabel('Decoded through')).toHaveText('gzip > JSON');
  await expect(row(page, 'views')).toContainText('9007199254740993');
  await expect(row(page, 'name')).toContainText('<img src=x>');
  await expect(page.locator('img')).toHaveCount(0);
  await expectAccessibleInBoth(page, 'decoded');
});

test('decodes a session of MessagePack', async ({ own: { page } }) => {
  await open(page, 'session');
  await expect(page.getByLabel('Decoded through')).toHaveText('MessagePack');
  await expect(row(page, 'user')).toContainText('9007199254740993');
});

test('shows a pickle and runs nothing of it', async ({ own: { page } }) => {
  await open(page, 'pickled');
  await expect(row(page, 'user')).toContainText('42');
  await expect(row(page, 'seen')).toContainText('2026-11-23T10:30:00');
  await expect(row(page, 'evil')).toContainText('posix.getcwd');
  await row(page, 'seen').click();
  await page.keyboard.press('ControlOrMeta+c');
  await expect(page.getByText('Copied the decoded value')).toBeVisible();
});

test('says which decoder failed and why', async ({ own: { page } }) => {
  await page.getByRole('treeitem').filter({ hasText: 'plain' }).dblclick();
  await expect(page.getByRole('region', { name: 'Value as text' })).toContainText('only some');
  await expect(page.getByRole('radio', { name: 'Decoded' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Decode as' }).click();
  await page.getByRole('menuitemradio', { name: 'gzip' }).click();
  await expect(page.getByRole('alert')).toContainText('it has no gzip header');
  await page.getByRole('radio', { name: 'Text' }).click();
  await expect(page.getByRole('region', { name: 'Value as text' })).toContainText('only some');
});

test('decodes the value of a field', async ({ own: { page } }) => {
  await page.getByRole('treeitem').filter({ hasText: 'job' }).dblclick();
  await page.getByRole('row').filter({ hasText: 'data' }).click();
  await expect(page.getByLabel('Decoded through')).toHaveText('gzip > JSON');
  await expect(row(page, '1')).toContainText('2');
});

async function openKey(page: Page, name: string): Promise<void> {
  const item = page.getByRole('treeitem').filter({ hasText: new RegExp(`^${name}`) });
  if ((await item.count()) === 0)
    await page.getByRole('treeitem').filter({ hasText: 'cache' }).first().dblclick();
  await item.dblclick();
}

test('decodes the keys of a beginning by a rule, and says where it does not fit', async ({
  own: { page },
}) => {
  const notice = page.getByRole('status', { name: 'Decoding rule' });
  const dialog = page.getByRole('dialog', { name: 'Decode by rule' });
  await openKey(page, '3');
  await page.getByRole('row').filter({ hasText: 'data' }).click();
  await expect(page.getByLabel('Decoded through')).toHaveText('gzip > JSON');
  await page.getByRole('button', { name: 'Decode as' }).click();
  await page.getByRole('menuitem', { name: 'Rule for keys like this' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Beginning' })).toHaveValue('cache:');
  await expect(dialog.getByRole('combobox', { name: 'Decoder 2' })).toHaveValue('JSON');
  await picture(page, 'rule-dialog');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Save rule' }).click();
  await expect(notice).toContainText('Decoded by your rule for cache:');
  await picture(page, 'rule-fits');
  await expectAccessible(page);
  await openKey(page, '2');
  await expect(notice).toContainText('gzip: it has no gzip header');
  await expect(page.getByRole('region', { name: 'Value as text' })).toContainText('no gzip at all');
  await picture(page, 'rule-misfit');
  await expectAccessible(page);
  await notice.getByRole('button', { name: 'Change rule' }).click();
  await dialog.getByRole('textbox', { name: 'Beginning' }).fill('other:');
  await expect(dialog.getByText('This key does not begin with it')).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await notice.getByRole('button', { name: 'Remove rule' }).click();
  await expect(notice).toHaveCount(0);
});

test('names the fields of protobuf by the user’s own definitions', async ({ own }) => {
  const { page, app, userData } = own;
  const notice = page.getByRole('status', { name: 'Decoding rule' });
  const dialog = page.getByRole('dialog', { name: 'Decode by rule' });
  const path = join(userData, 'shop.proto');
  await writeFile(
    path,
    'syntax = "proto3"; package shop; enum State { OPEN = 0; PAID = 1; } message Cart { int64 id = 1; State state = 2; }',
  );
  await pickFile(app, path);
  await openKey(page, 'proto');
  await page.getByRole('button', { name: 'Decode as' }).click();
  await page.getByRole('menuitem', { name: 'Rule for keys like this' }).click();
  await dialog.getByRole('combobox', { name: 'Decoder 1' }).selectOption('protobuf');
  await dialog.getByRole('button', { name: 'Add .proto file' }).click();
  await dialog.getByRole('combobox', { name: 'Message' }).selectOption('shop.Cart');
  await picture(page, 'proto-dialog');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Save rule' }).click();
  await expect(notice).toContainText('Decoded by your rule for proto');
  await expect(row(page, 'id')).toContainText('9007199254740993');
  await expect(row(page, 'state')).toContainText('PAID');
  await expect(row(page, '9 ')).toContainText('7');
  await picture(page, 'proto');
  await notice.getByRole('button', { name: 'Change rule' }).click();
  await dialog.getByRole('button', { name: 'Remove shop.proto' }).click();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(notice).toContainText('no message shop.Cart is in the .proto files');
});

test('edits what it decodes, where the same bytes come back', async ({
  own: { page },
  somebody,
}) => {
  const bar = page.getByRole('region', { name: 'Edit', exact: true });
  await open(page, 'session');
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  const field = page.getByRole('textbox', { name: 'Decoded value' });
  await expect(field).toHaveValue('{\n  "_permanent": true,\n  "user": 9007199254740993\n}');
  await field.fill('{"_permanent": tru');
  await expect(bar.getByRole('alert')).toContainText('at line 1, column');
  await field.fill('{"_permanent": true, "user": 9007199254740995}');
  await picture(page, 'decoded-edit');
  await expectAccessible(page);
  await page.keyboard.press('ControlOrMeta+s');
  await expect(bar).toBeHidden();
  await expect(row(page, 'user')).toContainText('9007199254740995');
  expect((await somebody.getBuffer('session'))?.toString('hex')).toBe(
    packed.toString('hex').replace(/1$/, '3'),
  );
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await expect(row(page, 'user')).toContainText('9007199254740993');
  expect(await somebody.getBuffer('session')).toEqual(packed);
});

test('says why a decoded value is only read', async ({ own: { page } }) => {
  await open(page, 'pickled');
  await expect(page.getByText('Read-only: pickle is only read here')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Edit', exact: true })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await picture(page, 'decoded-fixed');
});
