import type { Page } from '@playwright/test';
import { expect, test } from './fixtures/app.ts';
import { expectAccessible, picture } from './fixtures/look.ts';

const START = 1_700_000_000_000;

test.beforeEach(async ({ somebody }) => {
  for (const [shop, base] of [
    ['nord', 100],
    ['tech', 130],
    ['alpha', 90],
  ] as const) {
    const key = `price:${shop}`;
    await somebody.call('TS.CREATE', key, 'LABELS', 'metric', 'price', 'shop', shop);
    const samples = Array.from({ length: 200 }, (_, i) => [
      key,
      String(START + i * 60_000),
      String(base + Math.round(20 * Math.sin(i / 15)) + 0.25),
    ]);
    await somebody.call('TS.MADD', ...samples.flat());
  }
});

async function openSeries(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Scan again' }).click();
  await page.getByRole('treeitem').filter({ hasText: 'price' }).first().click();
  await page.getByRole('treeitem').filter({ hasText: 'nord' }).dblclick();
  await expect(page.getByRole('grid', { name: 'Samples, newest first' })).toBeVisible();
}

test('series with the same labels in one chart', async ({ own: { page } }) => {
  await openSeries(page);
  await page.getByRole('button', { name: 'Series with the same labels' }).click();
  await expect(page.getByText('3 series with these labels')).toBeVisible();
  const legend = page.getByRole('table', { name: 'Legend' });
  for (const key of ['price:nord', 'price:tech', 'price:alpha'])
    await expect(legend).toContainText(key);
  await expectAccessible(page);
  await page.getByRole('checkbox', { name: 'shop=nord' }).click();
  await expect(page.getByText('1 series with these labels')).toBeVisible();
});

test('adds a sample, deletes a range, and takes both back', async ({ own: { page }, somebody }) => {
  const samples = async () =>
    JSON.stringify(await somebody.call('TS.RANGE', 'price:nord', '-', '+'));
  const before = await samples();
  const undo = async () => {
    await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
    await expect.poll(samples).toBe(before);
  };
  await openSeries(page);
  await page.getByRole('button', { name: 'Add a sample' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Time' }).fill(String(START + 1));
  await dialog.getByRole('textbox', { name: 'Value' }).fill('1.5');
  await expect(dialog).toContainText(`TS.ADD price:nord ${START + 1} 1.5`);
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  expect(await somebody.call('TS.RANGE', 'price:nord', START + 1, START + 1)).toHaveLength(1);
  await undo();

  await page.getByRole('button', { name: 'Delete a range' }).click();
  await dialog.getByRole('textbox', { name: 'From' }).fill(String(START + 60_000));
  await dialog.getByRole('textbox', { name: 'To' }).fill(String(START + 600_000));
  await dialog.getByRole('button', { name: 'Count the samples' }).click();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Delete 10 samples' }).click();
  await expect(dialog).toBeHidden();
  expect(await somebody.call('TS.RANGE', 'price:nord', '-', '+')).toHaveLength(190);
  await undo();
});

test('retention and labels are changed, and taken back', async ({ own: { page }, somebody }) => {
  const options = async () => {
    const info = await somebody.call('TS.INFO', 'price:nord');
    const at = (name: string) => (Array.isArray(info) ? info[info.indexOf(name) + 1] : null);
    return JSON.stringify([at('retentionTime'), at('labels')]);
  };
  const before = await options();
  await openSeries(page);
  await page.getByRole('button', { name: 'Retention, duplicates and labels' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Retention' }).fill('1 h');
  await dialog
    .getByRole('textbox', { name: 'Labels, one a line' })
    .fill(String.raw`metric=price\xff`);
  await expect(dialog).toContainText(
    String.raw`TS.ALTER price:nord RETENTION 3600000 LABELS metric "price\xff"`,
  );
  await dialog.getByRole('combobox', { name: 'Duplicates' }).selectOption('last');
  await expectAccessible(page);
  await picture(page, 'series-alter');
  await dialog.getByRole('combobox', { name: 'Duplicates' }).selectOption('default');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('region', { name: 'Facts' })).toContainText('1 h 00 min');
  expect(await options()).not.toBe(before);
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await expect.poll(options).toBe(before);
});
