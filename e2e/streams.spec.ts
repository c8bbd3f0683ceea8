import type { Page } from '@playwright/test';
import { expect, test } from './fixtures/app.ts';
import { expectAccessible, picture } from './fixtures/look.ts';

test.beforeEach(async ({ somebody }) => {
  for (let ms = 1; ms <= 9; ms++) await somebody.xadd('stream', `${ms}-0`, 'f', `v${ms}`);
  await somebody.xgroup('CREATE', 'stream', 'workers', '0');
  await somebody.xreadgroup('GROUP', 'workers', 'bob', 'COUNT', 5, 'STREAMS', 'stream', '>');
  await somebody.xreadgroup('GROUP', 'workers', 'ann', 'COUNT', 2, 'STREAMS', 'stream', '>');
});

async function open(page: Page): Promise<void> {
  await page.getByRole('treeitem', { name: /^stream(,|$)/ }).dblclick();
  await expect(page.getByRole('region', { name: 'Key stream', exact: true })).toBeVisible();
}
const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });
const bar = (page: Page) => page.getByRole('region', { name: 'Change', exact: true });
const undo = (page: Page) => page.getByRole('button', { name: 'Undo', exact: true }).last().click();

test('entries are added, deleted and trimmed, each with its command before and undo after', async ({
  own: { page },
  somebody,
}) => {
  await open(page);
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Add entry' }).click();
  await bar(page).getByRole('textbox', { name: 'Field 1' }).fill('price');
  await bar(page)
    .getByRole('textbox', { name: 'Value 1' })
    .fill(String.raw`\x00\xff`);
  await bar(page).getByRole('button', { name: 'Add field' }).click();
  await bar(page).getByRole('textbox', { name: 'Field 2' }).fill('shop');
  await expect(bar(page)).toContainText(String.raw`XADD stream * price "\x00\xff" shop ""`);
  await expect(bar(page)).toContainText('Can be taken back by deleting it again');
  await picture(page, 'stream-add');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(bar(page)).toBeHidden();
  await expect(page.getByText('10 entries')).toBeVisible();
  const [[, added] = ['', []]] = await somebody.xrevrangeBuffer('stream', '+', '-', 'COUNT', 1);
  expect(added[1]).toEqual(Buffer.from([0, 255]));
  await undo(page);
  await expect(page.getByText('9 entries')).toBeVisible();

  await row(page, '4-0').click();
  await page.keyboard.press('Delete');
  await expect(bar(page)).toContainText('XDEL stream 4-0');
  await expect(bar(page)).toContainText('while nobody else writes to the stream');
  await picture(page, 'stream-delete');
  await bar(page).getByRole('button', { name: 'Delete' }).click();
  await expect(row(page, '4-0')).toBeHidden();
  await undo(page);
  await expect(row(page, '4-0')).toBeVisible();

  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Trim to a length' }).click();
  await bar(page).getByRole('textbox', { name: 'Newest entries to keep' }).fill('3');
  await expect(bar(page)).toContainText('6 entries go');
  await picture(page, 'stream-trim');
  await page.keyboard.press('Enter');
  await expect(page.getByText('3 entries', { exact: true })).toBeVisible();
  expect(await somebody.xlen('stream')).toEqual('3');
  await undo(page);
  await expect(page.getByText('9 entries')).toBeVisible();
});

test('pending entries are acknowledged and claimed, consumers and groups made and removed', async ({
  own: { page },
  somebody,
}) => {
  const pending = async (): Promise<unknown> => (await somebody.xpending('stream', 'workers'))[0];
  await open(page);
  await page.getByRole('radio', { name: /^Groups/ }).click();
  const table = page.getByRole('grid', { name: 'Pending entries' });
  const pick = async (id: string) =>
    await table.getByRole('row').filter({ hasText: id }).getByRole('checkbox').check();
  await pick('1-0');
  await pick('2-0');
  await page.getByRole('button', { name: 'Acknowledge 2' }).click();
  await expect(bar(page)).toContainText('XACK stream workers 1-0 2-0');
  await expect(bar(page)).toContainText('2 pending entries are done with');
  await picture(page, 'stream-ack');
  await expectAccessible(page);
  await bar(page).getByRole('button', { name: 'Acknowledge' }).click();
  await expect(bar(page)).toBeHidden();
  expect(await pending()).toEqual('5');
  await undo(page);
  await expect(table.getByRole('row').filter({ hasText: '1-0' })).toBeVisible();
  expect(await pending()).toEqual('7');

  await table.getByRole('row').filter({ hasText: '3-0' }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Claim for a consumer' }).click();
  await bar(page).getByRole('textbox', { name: 'For consumer' }).fill('cleo');
  await expect(bar(page)).toContainText('XCLAIM stream workers cleo 0 3-0 JUSTID');
  await expect(bar(page)).toContainText('1 pending entry changes hands');
  await page.keyboard.press('Enter');
  await expect(table.getByRole('row').filter({ hasText: '3-0' })).toContainText('cleo');

  const consumers = page.getByRole('grid', { name: 'Consumers' });
  await consumers.getByText('bob').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Delete consumer' }).click();
  await expect(bar(page)).toContainText('4 pending entries are forgotten');
  await picture(page, 'stream-consumer');
  await bar(page).getByRole('button', { name: 'Delete' }).click();
  await expect(consumers.getByText('bob')).toBeHidden();
  expect(await pending()).toEqual('3');
  await undo(page);
  await expect(consumers.getByText('bob')).toBeVisible();
  expect(await pending()).toEqual('7');

  await page.getByRole('button', { name: 'New group' }).click();
  await bar(page)
    .getByRole('textbox', { name: 'Group', exact: true })
    .fill(String.raw`late\xff`);
  await expect(bar(page)).toContainText(String.raw`XGROUP CREATE stream "late\xff" $`);
  await expect(bar(page)).toContainText('until somebody uses the group');
  await page.keyboard.press('Enter');
  const groups = page.getByRole('grid', { name: 'Consumer groups' });
  await expect(groups.getByText(String.raw`late\xff`)).toBeVisible();
  await groups.getByText('workers').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Destroy group' }).click();
  await expect(bar(page)).toContainText('3 consumers and 7 pending entries are forgotten');
  await bar(page).getByRole('button', { name: 'Destroy' }).click();
  await expect(groups.getByText('workers')).toBeHidden();
  await undo(page);
  await expect(groups.getByText('workers')).toBeVisible();
  expect(await pending()).toEqual('7');
});

test('entries are followed as they come, paused, and no group notices', async ({
  own: { page },
  somebody,
}) => {
  await open(page);
  await expect(page.getByText('9 entries')).toBeVisible();
  const before: unknown = await somebody.xinfo('CONSUMERS', 'stream', 'workers');
  await page.getByRole('switch', { name: 'Live' }).check();
  await expect(page.getByText(/0 new, asks every/)).toBeVisible();
  await somebody.xadd('stream', '20-0', 'colour', 'blue');
  await expect(row(page, '20-0')).toContainText('blue');
  await expect(page.getByText(/1 new/)).toBeVisible();
  await picture(page, 'stream-live');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Pause' }).click();
  await somebody.xadd('stream', '21-0', 'colour', 'red');
  await expect(page.getByText(/paused/)).toBeVisible();
  await expect(row(page, '21-0')).toBeHidden();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(row(page, '21-0')).toBeVisible();
  const after: unknown = await somebody.xinfo('CONSUMERS', 'stream', 'workers');
  const still = (reply: unknown) =>
    JSON.stringify(reply).replace(/"(idle|inactive)",("?-?\d+"?)/g, '');
  expect(still(after)).toBe(still(before));
  await page.getByRole('switch', { name: 'Live' }).uncheck();
  await expect(page.getByText('11 entries')).toBeVisible();
});

test('a trim that cannot be taken back is asked about', async ({ own: { page }, somebody }) => {
  const value = 'v'.repeat(1_048_576);
  for (let ms = 10; ms < 30; ms++) await somebody.xadd('stream', `${ms}-0`, 'f', value);
  await open(page);
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Trim to a length' }).click();
  await bar(page).getByRole('textbox', { name: 'Newest entries to keep' }).fill('2');
  await expect(bar(page)).toContainText('Cannot be taken back: The stream is too large for a copy');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('27 entries go');
  await picture(page, 'stream-confirm');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(bar(page)).toBeVisible();
  expect(await somebody.xlen('stream')).toEqual('29');
  await bar(page).getByRole('button', { name: 'Trim' }).click();
  await dialog.getByRole('button', { name: 'Trim' }).click();
  await expect(bar(page)).toBeHidden();
  expect(await somebody.xlen('stream')).toEqual('2');
});
