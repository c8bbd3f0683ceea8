import type { Page } from '@playwright/test';
import { expect, test } from './fixtures/app.ts';
import { expectAccessible, picture } from './fixtures/look.ts';

test.beforeEach(async ({ somebody }) => {
  await somebody.hset('hash', 'price', '1199', 'brand', 'Apple');
  await somebody.rpush('list', ...Array.from({ length: 700 }, (_, at) => `element ${at}`));
  for (let at = 0; at < 40; at++) await somebody.zadd('zset', at / 2, `member ${at}`);
  await somebody.setbit('bitmap', 1_000, 1);
  await somebody.setbit('bitmap', 100_003, 1);
  await somebody.pfadd('visitors', ...Array.from({ length: 3_000 }, (_, at) => `visitor ${at}`));
});

async function open(page: Page, key: string): Promise<void> {
  await page.getByRole('treeitem', { name: new RegExp(`^${key}(,|$)`) }).dblclick();
  await expect(page.getByRole('region', { name: `Key ${key}`, exact: true })).toBeVisible();
}
const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });
const bar = (page: Page) => page.getByRole('region', { name: 'Edit', exact: true });
const undo = (page: Page) => page.getByRole('button', { name: 'Undo', exact: true }).last().click();

test('the TTL of a field is set, shown, removed and taken back', async ({
  own: { page },
  somebody,
}) => {
  const ttl = async () => {
    const reply: unknown = await somebody.call('hpttl', 'hash', 'FIELDS', '1', 'price');
    return Array.isArray(reply) ? Number(reply[0]) : null;
  };
  await open(page, 'hash');
  await row(page, 'price').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Set TTL' }).click();
  await bar(page).getByRole('textbox').fill('15 min');
  await expect(bar(page)).toContainText('HPEXPIRE hash 900000 FIELDS 1 price');
  await picture(page, 'hash-ttl');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(bar(page)).toBeHidden();
  await expect(page.getByRole('columnheader', { name: 'TTL' })).toBeVisible();
  expect(await ttl()).toBeGreaterThan(800_000);
  await row(page, 'price').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Remove TTL' }).click();
  await expect(bar(page)).toContainText('HPERSIST hash FIELDS 1 price');
  await page.keyboard.press('Control+s');
  await expect(bar(page)).toBeHidden();
  expect(await ttl()).toBe(-1);
  await undo(page);
  await expect(page.getByRole('columnheader', { name: 'TTL' })).toBeVisible();
  expect(await ttl()).toBeGreaterThan(800_000);
});

test('a list from its right end, and an element moved to the other', async ({
  own: { page },
  somebody,
}) => {
  await open(page, 'list');
  await page.getByRole('radio', { name: 'From the right' }).click();
  await expect(row(page, 'element 699')).toBeVisible();
  await picture(page, 'list-tail');
  await row(page, 'element 699').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Move to the left end' }).click();
  await expect(bar(page)).toContainText('LPUSHX list "element 699"');
  await page.keyboard.press('Control+s');
  await expect(bar(page)).toBeHidden();
  expect(await somebody.lindex('list', 0)).toBe('element 699');
  expect(await somebody.llen('list')).toEqual('700');
  await undo(page);
  await expect(row(page, 'element 699')).toBeVisible();
  expect(await somebody.lindex('list', -1)).toBe('element 699');
});

test('elements are gone to, found, removed together and taken back', async ({
  own: { page },
  somebody,
}) => {
  await open(page, 'list');
  await page.getByRole('textbox', { name: 'Go to index' }).fill('600');
  await page.keyboard.press('Enter');
  await expect(row(page, 'element 600')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Find a value' }).fill('element 650');
  await page.keyboard.press('Enter');
  await expect(page.getByText('At index 650: 1 of 1 found')).toBeVisible();
  await row(page, 'element 650').click();
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Delete');
  const change = page.getByRole('region', { name: 'Change', exact: true });
  await expect(change).toContainText('3 of 700 elements go');
  await picture(page, 'list-remove-several');
  await expectAccessible(page);
  await change.getByRole('button', { name: /^Remove/ }).click();
  await expect(change).toBeHidden();
  expect(await somebody.lrange('list', 648, 651)).toEqual(
    [648, 649, 653, 654].map((at) => `element ${at}`),
  );
  await undo(page);
  await expect
    .poll(() => somebody.lrange('list', 0, -1))
    .toEqual(Array.from({ length: 700 }, (_, at) => `element ${at}`));
});

test('a sorted set by score and by name', async ({ own: { page, app } }) => {
  await open(page, 'zset');
  await page
    .getByRole('combobox', { name: 'Read', exact: true })
    .selectOption({ label: 'By score' });
  await page.getByRole('textbox', { name: 'From', exact: true }).fill('(1');
  await page.getByRole('textbox', { name: 'To', exact: true }).fill('3.5');
  await expect(page.getByText('5 of 40 members match')).toBeVisible();
  await picture(page, 'zset-score');
  await expectAccessible(page);
  await page
    .getByRole('combobox', { name: 'Read', exact: true })
    .selectOption({ label: 'By name' });
  await expect(page.getByText(/Redis does not say/)).toBeVisible();
  await page
    .getByRole('combobox', { name: 'Read', exact: true })
    .selectOption({ label: 'By rank' });
  await expect(page.getByText('40 members')).toBeVisible();

  // In a narrow pane nothing of the toolbar is squeezed to nothing, nor out of sight.
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(960, 800));
  await expect
    .poll(async () => (await page.getByRole('button', { name: 'Reload' }).boundingBox())?.x)
    .toBeLessThan(960);
  const read = await page.getByRole('combobox', { name: 'Read', exact: true }).boundingBox();
  expect(read?.width).toBeGreaterThan(40);
});

test('a bitmap is painted and flipped, and a HyperLogLog is told from its registers', async ({
  own: { page },
  somebody,
}) => {
  await open(page, 'bitmap');
  await page.getByRole('radio', { name: 'Bits' }).click();
  await expect(page.getByText('2 of 100,008 bits set')).toBeVisible();
  await page.getByRole('button', { name: 'Next set bit' }).click();
  await expect(page.getByText('Bit 1,000 is 1')).toBeVisible();
  await page.getByRole('button', { name: 'Next set bit' }).click();
  await expect(page.getByText('Bit 100,003 is 1')).toBeVisible();
  await page.getByRole('button', { name: 'Flip' }).click();
  await expect(bar(page)).toContainText('SETBIT bitmap 100003 0');
  await picture(page, 'bitmap');
  await expectAccessible(page);
  await page.keyboard.press('Control+s');
  await expect(bar(page)).toBeHidden();
  expect(await somebody.getbit('bitmap', 100_003)).toEqual('0');
  await undo(page);
  await expect(page.getByText('2 of 100,008 bits set')).toBeVisible();
  expect(await somebody.getbit('bitmap', 100_003)).toEqual('1');

  const before = await somebody.getBuffer('visitors');
  await open(page, 'visitors');
  await expect(page.getByRole('region', { name: 'HyperLogLog' })).toContainText('the next PFCOUNT');
  await picture(page, 'hyperloglog');
  await expectAccessible(page);
  expect(await somebody.getBuffer('visitors')).toEqual(before);
});
