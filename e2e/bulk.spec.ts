import type { ElectronApplication, Page } from '@playwright/test';
import type { Redis } from 'ioredis';
import { startRedis } from '../src-main/test-support/start-redis.ts';
import { expect, test } from './fixtures/app.ts';
import { openToo } from './fixtures/open-too.ts';
import { expectAccessible, picture } from './fixtures/look.ts';
import { tryToClose } from './fixtures/system-dialogs.ts';

async function fill(redis: Redis, count: number): Promise<void> {
  const pipeline = redis.pipeline();
  for (let i = 0; i < count; i++) pipeline.set(`cart:${i}`, `value ${i}`);
  await pipeline.exec();
}

const folder = (page: Page, name: string) =>
  page.getByRole('treeitem', { name: new RegExp(`^${name}: `) });

/** An entry of the menu of a folder in the list. */
async function choose(page: Page, name: string, entry: string): Promise<void> {
  await folder(page, name).click({ button: 'right' });
  await page.getByRole('menuitem', { name: entry }).click();
}

const plan = (page: Page) => page.getByRole('button', { name: 'Look at the plan' }).click();
const question = (page: Page) => page.getByRole('alertdialog');

test('the TTL of a folder is set, after a plan, and taken back', async ({ somebody, own }) => {
  const { page } = own;
  await fill(somebody, 300);
  await somebody.pexpire('cart:7', 50_000_000);
  await page.getByRole('button', { name: /^Scan again/ }).click();
  await choose(page, 'cart', 'Set TTL…');
  await page.getByRole('radio', { name: 'At', exact: true }).click();
  await expect(page.getByRole('dialog')).toContainText(/Time zone: .*UTC/);
  await picture(page, 'ttl-form-at');
  await page.getByRole('radio', { name: 'In', exact: true }).click();
  await page.getByRole('textbox', { name: 'Expires in' }).fill('2 h');
  await picture(page, 'ttl-form');
  await expectAccessible(page);
  await plan(page);
  await expect(question(page)).toContainText('Set the TTL of 300 keys?');
  await expect(question(page)).toContainText(
    /PEXPIREAT if unchanged\) cart:\d+ now\+7200000 … and 299 more/,
  );
  await expect(question(page)).toContainText('of 200 looked at');
  await picture(page, 'ttl-plan');
  await expectAccessible(page);
  await question(page).getByRole('button', { name: 'Set the TTL of 300 keys' }).click();
  await expect(page.getByText('Changed the TTL of keys like cart:*')).toBeVisible();
  expect(Number(await somebody.pttl('cart:7'))).toBeGreaterThan(7_000_000);
  expect(Number(await somebody.pttl('cart:8'))).toBeGreaterThan(7_000_000);
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await expect(page.getByText('Restored 300 keys')).toBeVisible();
  expect(Number(await somebody.pttl('cart:7'))).toBeGreaterThan(40_000_000);
  expect(Number(await somebody.pttl('cart:8'))).toBe(-1);
});

test('of a folder that a filter narrows, only what is shown is deleted', async ({
  somebody,
  own,
}) => {
  const { page } = own;
  await fill(somebody, 120);
  await page.getByRole('button', { name: /^Scan again/ }).click();
  await page.getByRole('searchbox', { name: 'Filter keys' }).fill('cart:11');
  await expect(folder(page, 'cart')).toContainText('11');
  await folder(page, 'cart').click({ button: 'right' });
  await picture(page, 'filtered-folder');
  await page.getByRole('menuitem', { name: 'Delete matching keys of folder' }).click();
  await expect(page.getByText('Deleted 11 keys')).toBeVisible();
  expect(Number(await somebody.dbsize())).toBe(109);
  expect(Number(await somebody.exists('cart:11', 'cart:110', 'cart:119'))).toBe(0);

  // All that the filter means, as the server has it: also what came since the list was scanned.
  await somebody.set('late:cart:10', 'not listed');
  await page.getByRole('searchbox', { name: 'Filter keys' }).fill('cart:10');
  const all = page.getByRole('button', { name: 'All keys of the list' });
  await all.click();
  await picture(page, 'list-menu');
  await page.getByRole('menuitem', { name: 'Delete all that match…' }).click();
  await expect(question(page)).toContainText('Delete 12 keys?');
  await expect(question(page)).toContainText('Keys like *cart:10*');
  await question(page).getByRole('button', { name: 'Delete 12 keys' }).click();
  await expect(page.getByText('Deleted 12 keys')).toBeVisible();
  expect(Number(await somebody.dbsize())).toBe(98);
  await page.getByRole('searchbox', { name: 'Filter keys' }).fill('');
  await expect(folder(page, 'cart')).toContainText('98');
  await all.click();
  await page.getByRole('menuitem', { name: 'Delete all keys…' }).click();
  await expect(question(page)).toContainText('Delete 98 keys?');
  await expect(question(page)).toContainText('The whole database.');
  await picture(page, 'whole-database');
  await expectAccessible(page);
  await question(page)
    .getByRole('button', { name: /^Cancel/ })
    .click();
  expect(Number(await somebody.dbsize())).toBe(98);
});

test('the prefix of a folder is renamed; what is in the way is told before and after', async ({
  somebody,
  own,
}) => {
  const { page } = own;
  await fill(somebody, 30);
  await somebody.set('basket:3', 'mine');
  await page.getByRole('button', { name: /^Scan again/ }).click();
  await choose(page, 'cart', 'Rename prefix…');
  await page.getByRole('textbox', { name: 'begin from then on with' }).fill('basket:');
  await picture(page, 'rename-form');
  await plan(page);
  await expect(question(page)).toContainText('1 key, basket:3 among them: left alone');
  await question(page).getByRole('button', { name: 'Rename 30 keys' }).click();
  await expect(page.getByText('1 key not renamed')).toBeVisible();
  await page.getByRole('button', { name: '1 job done' }).click();
  await page.getByRole('button', { name: 'Report' }).click();
  const report = page.getByRole('list', { name: 'Failed' }).getByRole('listitem');
  await expect(report).toHaveText(/cart:3.*There is already a key of its new name/);
  await picture(page, 'report');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(folder(page, 'basket')).toContainText('30');
  expect(await somebody.mget('basket:3', 'cart:3', 'basket:4')).toEqual([
    'mine',
    'value 3',
    'value 4',
  ]);
});

test('keys are copied to another server, and taken away from it again', async ({
  somebody,
  own,
}) => {
  const { page } = own;
  const other = await startRedis('stack');
  try {
    await fill(somebody, 5);
    await somebody.hset('cart:hash', 'f', Buffer.from([0, 255]));
    await openToo(page, other);
    await page.getByRole('button', { name: /^Scan again/ }).click();
    await choose(page, 'cart', 'Copy to another server…');
    await expect(page.getByRole('dialog')).toContainText('Values go as DUMP and RESTORE');
    await picture(page, 'copy-form');
    await expectAccessible(page);
    await plan(page);
    await expect(question(page)).toContainText('Copy 6 keys?');
    await picture(page, 'copy-plan');
    await question(page).getByRole('button', { name: 'Copy 6 keys' }).click();
    await expect(page.getByText('Copied keys like cart:* to this server')).toBeVisible();
    expect(await other.client().hgetBuffer('cart:hash', 'f')).toEqual(Buffer.from([0, 255]));
    await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
    await expect(page.getByText('Restored 6 keys')).toBeVisible();
    expect(Number(await other.client().dbsize())).toBe(0);
  } finally {
    await other.stop();
  }
});

/** Neither the window nor the connection is closed under work that runs, unless the user says so. */
async function keepsOpen(app: ElectronApplication, page: Page): Promise<void> {
  const asked = await tryToClose(app);
  expect(asked).toContain('1 job is running');
  expect(asked).toMatch(/deleting [\d,]+ of 60,000/);
  await page.getByRole('button', { name: /^Connection/ }).click();
  await page.getByRole('menuitem', { name: /^Close/ }).click();
  const dialog = page.getByRole('dialog', { name: '1 job is running' });
  await expect(dialog).toContainText(/Deleting [\d,]+ of 60,000/);
  await picture(page, 'closing');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Keep open' }).click();
  await expect(dialog).toBeHidden();
}

test('a large delete shows how far it is, and can be paused, resumed and taken back', async ({
  somebody,
  own,
}) => {
  const { app, page } = own;
  await fill(somebody, 60_000);
  await page.getByRole('button', { name: /^Scan again/ }).click();
  await expect(folder(page, 'cart')).toContainText('60,000');
  await choose(page, 'cart', 'Delete folder…');
  await question(page).getByRole('textbox').fill('local');
  await question(page)
    .getByRole('button', { name: /^Delete 60,000 keys/ })
    .click();
  const work = page.getByRole('group', { name: 'Work in progress' });
  await work.getByRole('button', { name: /^Pause/ }).click();
  await expect(work).toContainText('Paused');
  await expect(work).toContainText(/Deleting [\d,]+ of 60,000/);
  await picture(page, 'paused');
  await keepsOpen(app, page);
  await work.getByRole('button', { name: /^Deleting/ }).click();
  const jobs = page.getByRole('dialog', { name: 'Work on many keys' });
  await expect(jobs).toContainText('Delete 60,000 keys');
  await picture(page, 'jobs');
  await expectAccessible(page);
  await jobs.getByRole('button', { name: /^Resume/ }).click();
  await expect(jobs).toContainText('60,000 deleted', { timeout: 30_000 });
  expect(Number(await somebody.dbsize())).toBe(0);
  await jobs.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('Restored 60,000 keys')).toBeVisible({ timeout: 30_000 });
  expect(Number(await somebody.dbsize())).toBe(60_000);
});
