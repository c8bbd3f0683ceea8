import type { Page } from '@playwright/test';
import { expect, test } from './fixtures/app.ts';
import { expectAccessibleInBoth } from './fixtures/look.ts';

/** Opens the first key that the palette finds for a name or its beginning. */
async function openKey(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.keyboard.type(name);
  const option = page.getByRole('option').filter({ hasText: name }).first();
  await expect(option).toBeVisible();
  await option.click();
  await expect(page.getByRole('region', { name: `Key ${name}` })).toBeVisible();
}

test('a time series: chart, samples, aggregation, range, facts', async ({ sandbox }) => {
  const { page } = sandbox;
  await openKey(page, 'price:');
  const samples = page.getByRole('grid', { name: 'Samples, newest first' });
  await expect(samples.getByRole('row').nth(1)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Facts' })).toContainText('Retention');
  const chart = page.getByRole('slider', { name: /^Chart of/ });
  await chart.focus();
  await page.keyboard.press('Home');
  await expect(chart).toHaveAttribute('aria-valuenow', '0');
  await expectAccessibleInBoth(page, 'series');
  await page.getByRole('combobox', { name: 'Aggregation' }).selectOption({ label: 'Maximum' });
  await expect(page.getByText(/^[\d,]+ buckets? of /)).toBeVisible();
  await page.getByRole('combobox', { name: 'Range' }).selectOption({ label: 'Last hour' });
  await expect(page.getByText(/^[\d,]+ buckets? of /)).toBeVisible();
});

test('a stream: entries of a range, groups, consumers, pending entries, facts', async ({
  sandbox,
}) => {
  const { page } = sandbox;
  await openKey(page, 'scrape:results');
  await expect(page.getByText('400 entries')).toBeVisible();
  await page.getByRole('textbox', { name: 'To ID or time' }).fill('2020-01-01');
  await expect(page.getByText('0 of 400 entries match')).toBeVisible();
  await page.getByRole('radio', { name: /^Groups/ }).click();
  const pending = page.getByRole('grid', { name: 'Pending entries' });
  await expect(pending.getByRole('row').nth(1)).toContainText('normalizer-');
  await page.getByRole('grid', { name: 'Consumers' }).getByText('normalizer-2').click();
  await expect(page.getByText('37 pending entries')).toBeVisible();
  await pending.getByRole('row').nth(1).click();
  await expect(page.getByRole('region', { name: /^Entry / })).toContainText('product_id');
  await expectAccessibleInBoth(page, 'stream');
  await page.getByRole('radio', { name: 'Facts' }).click();
  await expect(page.getByRole('region', { name: 'Facts' })).toContainText('Last ID given');
});

test('structures that only estimate: facts, and a box that asks them', async ({ sandbox }) => {
  const { page } = sandbox;
  const ask = page.getByRole('region', { name: 'Ask' });
  await openKey(page, 'seen:urls');
  await expect(page.getByText('Number of items inserted')).toBeVisible();
  await ask.getByRole('textbox', { name: 'Items, one a line' }).fill('never\\xffadded');
  await page.keyboard.press('Control+Enter');
  await expect(ask.getByText('certainly not', { exact: true })).toBeVisible();
  await expectAccessibleInBoth(page, 'bloom');
  await openKey(page, 'seen:trending');
  await expect(ask.getByText('10 items, by estimated count')).toBeVisible();
  await expectAccessibleInBoth(page, 'topk');
  await openKey(page, 'seen:latency_ms');
  await expect(ask.getByText('Quantile 0.99', { exact: true })).toBeVisible();
  await expectAccessibleInBoth(page, 'digest');
});

test('a sorted set of positions on a map, and those around a point', async ({ sandbox }) => {
  const { page } = sandbox;
  await openKey(page, 'shops:geo');
  await page.getByRole('radio', { name: 'Map' }).click();
  await expect(page.getByRole('img', { name: /^Map of \d+ places/ })).toBeVisible();
  await expectAccessibleInBoth(page, 'geo');
  await page.getByRole('textbox', { name: /^Center/ }).fill('13.4, 52.5');
  await page.getByRole('textbox', { name: 'Radius' }).fill('400');
  await expect(page.getByRole('columnheader', { name: 'Distance' })).toBeVisible();
  await page.getByRole('textbox', { name: /^Center/ }).fill('500, 52.5');
  await expect(page.getByRole('alert').getByText(/invalid longitude/)).toBeVisible();
});
