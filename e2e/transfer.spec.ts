import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Redis } from 'ioredis';
import { contentOf } from '../src-main/test-support/bulk-work.ts';
import { expect, test } from './fixtures/app.ts';
import { expectAccessible, picture } from './fixtures/look.ts';
import { pickFile } from './fixtures/system-dialogs.ts';

const LATER = 4_102_444_800_123;

/** A key of every core type, with a name that is no text. */
async function fill(redis: Redis): Promise<void> {
  const odd = Buffer.from([0, 10, 0x22, 0xff, 0xfe]);
  await redis.set(odd, odd, 'PXAT', LATER);
  await redis.set('text', 'Grüße, "quoted"\r\n');
  await redis.hset('hash', 'f', odd, odd, 'v');
  await redis.rpush('list', 'b', 'a', odd, 'b', '');
  await redis.sadd('set', 'x', odd);
  await redis.zadd('zset', '9007199254740993', 'm', '-inf', odd);
  await redis.xadd('stream', '1-1', 'f', odd);
  await redis.call('JSON.SET', 'json', '$', '{"n":9007199254740993,"a":[1.10]}');
}

async function choose(page: Page, entry: string): Promise<void> {
  await page.getByRole('button', { name: 'All keys of the list' }).click();
  await page.getByRole('menuitem', { name: entry }).click();
}

const exporting = (page: Page) => page.getByRole('dialog', { name: /^Export/ });
const question = (page: Page) => page.getByRole('alertdialog');

test('all keys go to a file and come back as they were, by each format', async ({
  somebody,
  own,
}) => {
  const { page, app, userData } = own;
  await fill(somebody);
  await page.getByRole('button', { name: /^Scan again/ }).click();
  const before = await contentOf(somebody);
  for (const format of ['Exact', 'Readable', 'Commands']) {
    const path = join(userData, `keys-${format}`);
    await pickFile(app, path);
    await choose(page, 'Export all keys…');
    await expect(exporting(page)).toContainText('Export 8 keys');
    await exporting(page).getByRole('radio', { name: format }).click();
    await picture(page, `export-${format}`);
    if (format === 'Readable') await expectAccessible(page);
    await exporting(page).getByRole('button', { name: 'Choose the file…' }).click();
    await expect(page.getByText('Exported 8 keys')).toBeVisible();
    await page.getByRole('button', { name: 'Dismiss' }).last().click();
    await somebody.flushall();
    await choose(page, 'Import keys…');
    await picture(page, `import-${format}`);
    await question(page).getByRole('button', { name: 'Import 8 keys' }).click();
    await expect(page.getByText(`Imported keys-${format}`)).toBeVisible();
    expect(await contentOf(somebody)).toEqual(before);
    await page.getByRole('button', { name: 'Dismiss' }).last().click();
  }
});

test('names in use are listed, left alone or written over, and undo brings them back', async ({
  somebody,
  own,
}) => {
  const { page, app, userData } = own;
  const path = join(userData, 'mine.redis');
  await writeFile(path, 'SET a 1\nSET b 2\nRPUSH c x y\n');
  await somebody.set('b', 'of somebody else');
  await pickFile(app, path);
  await choose(page, 'Import keys…');
  await expect(question(page)).toContainText('1 name in use on this server');
  await expect(question(page).getByRole('list', { name: 'Names in use' })).toContainText('b');
  await picture(page, 'conflict');
  await expectAccessible(page);
  await question(page).getByRole('button', { name: 'Import 2 keys' }).click();
  await expect(page.getByText('1 key not imported')).toBeVisible();
  expect(await somebody.mget('a', 'b')).toEqual(['1', 'of somebody else']);
  // What came is in the list without another scan.
  await expect(page.getByRole('treeitem', { name: /^c\b/ })).toBeVisible();

  await choose(page, 'Import keys…');
  await question(page).getByRole('radio', { name: 'Write over them' }).click();
  await question(page).getByRole('button', { name: 'Import 3 keys' }).click();
  await expect.poll(() => somebody.get('b')).toBe('2');
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await expect.poll(() => somebody.get('b')).toBe('of somebody else');
});

test('a hostile file: what is refused is named by its line, and nothing of it runs', async ({
  somebody,
  own,
}) => {
  const { page, app, userData } = own;
  await somebody.set('mine', 'stays');
  const path = join(userData, 'hostile.redis');
  await writeFile(
    path,
    [
      'FLUSHALL',
      'CONFIG SET dir /etc',
      'EVAL "return redis.call(\'FLUSHALL\')" 0',
      'SET <img/src=x/onerror=alert(1)> 1',
      'RPUSH ok a',
      `SET ${'n'.repeat(600_000)} 1`,
      '{"__proto__":{"x":1}}',
      'SET "half',
    ].join('\n'),
  );
  await pickFile(app, path);
  await choose(page, 'Import keys…');
  const lines = question(page).getByRole('list', { name: 'Lines that are not taken' });
  await expect(lines).toContainText('Line 1');
  await expect(lines).toContainText('Line 2');
  await picture(page, 'hostile');
  await expectAccessible(page);
  await question(page)
    .getByRole('button', { name: /^Import \d/ })
    .click();
  await expect.poll(async () => Number(await somebody.exists('ok'))).toBe(1);
  expect(await somebody.get('mine')).toBe('stays');
  expect(await page.locator('img[src=x]').count()).toBe(0);
});

test('the keys of a folder go to a file; a cancelled choice writes nothing', async ({
  somebody,
  own,
}) => {
  const { page, app, userData } = own;
  for (let i = 0; i < 30; i++) await somebody.set(`cart:${i}`, `value ${i}`, 'EX', 100_000);
  await somebody.set('other', 1);
  await page.getByRole('button', { name: /^Scan again/ }).click();
  await page.getByRole('treeitem', { name: /^cart: / }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Export to a file…' }).click();
  await expect(exporting(page)).toContainText('Export 30 keys');
  await pickFile(app, '');
  await exporting(page).getByRole('button', { name: 'Choose the file…' }).click();
  await expect(exporting(page)).toContainText('Export 30 keys');
  const folder = join(userData, 'cart.csv');
  await pickFile(app, folder);
  await exporting(page).getByRole('radio', { name: 'CSV' }).click();
  await picture(page, 'export-csv');
  await exporting(page).getByRole('button', { name: 'Choose the file…' }).click();
  await expect(page.getByText('Exported 30 keys')).toBeVisible();
  const rows = (await readFile(folder, 'utf8')).trim().split(/\r?\n/);
  expect(rows).toHaveLength(31);
  expect(rows.some((row) => row.startsWith('cart:7,string,'))).toBe(true);
  expect((await readdir(userData)).filter((name) => name.endsWith('.part'))).toEqual([]);
});
