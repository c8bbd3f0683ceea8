import type { Page } from '@playwright/test';
import { missingServer } from '../src-main/test-support/start-redis.ts';
import { expect, test } from './fixtures/app.ts';
import { expectAccessibleInBoth } from './fixtures/look.ts';

const missing = missingServer('redis8');
test.skip(missing !== null, missing ?? '');
test.use({ serverKind: 'redis8' });

const odd = Buffer.from([0x00, 0xff]);

test.beforeEach(async ({ somebody }) => {
  const names = ['alien', odd, 'amelie', 'blade runner', 'chungking express', 'solaris'];
  for (const [at, name] of names.entries()) {
    const values = Array.from({ length: 96 }, (_, i) => Math.sin(at + i / 7).toFixed(4));
    const attributes = JSON.stringify({ year: 1970 + at * 5, genre: ['film', 'test'] });
    await somebody.call('VADD', 'movies', 'VALUES', 96, ...values, name, 'SETATTR', attributes);
  }
});

async function open(page: Page): Promise<void> {
  await page.getByRole('treeitem', { name: /^movies(,|$)/ }).dblclick();
  await expect(page.getByRole('region', { name: 'Key movies', exact: true })).toBeVisible();
}
const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });
const undo = (page: Page) => page.getByRole('button', { name: 'Undo', exact: true }).last().click();

test('elements, what is similar to one, and a filter over attributes', async ({
  own: { page },
}) => {
  await open(page);
  await expect(page.getByText('6 elements', { exact: true })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Facts' })).toContainText('int8');
  await row(page, String.raw`\x00\xff`).click();
  const panel = page.getByRole('region', { name: String.raw`Element \x00\xff` });
  await expect(panel).toContainText('the first 64 of 96 dimensions');
  await expect(panel).toContainText('genre');
  await expectAccessibleInBoth(page, 'vector-element');
  await panel.getByRole('button', { name: 'Find similar' }).click();
  await expect(page.getByText('6 similar elements')).toBeVisible();
  await expect(row(page, String.raw`\x00\xff`)).toContainText(/0\.99|1/);
  const form = page.getByRole('form', { name: 'Similar elements' });
  await form.getByRole('textbox', { name: 'Filter by attributes' }).fill('.year > 1980');
  await page.keyboard.press('Enter');
  await expect(page.getByText('3 similar elements')).toBeVisible();
  await expect(page.getByText(/VSIM movies ELE .* FILTER "\.year > 1980"/)).toBeVisible();
  await expectAccessibleInBoth(page, 'vector-similar');
  await form.getByRole('textbox', { name: 'Filter by attributes' }).fill('.year >');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('ERR syntax error in FILTER');
  await expectAccessibleInBoth(page, 'vector-error');
});

test('attributes edited and an element removed, each with its command and undo', async ({
  own: { page },
  somebody,
}) => {
  const attributes = async () => await somebody.call('VGETATTR', 'movies', 'alien');
  await open(page);
  await row(page, 'alien').click();
  const before = await attributes();
  await page.getByRole('button', { name: 'Edit attributes' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'JSON' }).fill('{"year": 1979.0}');
  await expect(dialog).toContainText(String.raw`VSETATTR movies alien "{\"year\": 1979.0}"`);
  await expectAccessibleInBoth(page, 'vector-attributes');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  expect(await attributes()).toBe('{"year": 1979.0}');
  await undo(page);
  await expect.poll(attributes).toBe(before);

  const vector = async () => JSON.stringify(await somebody.call('VEMB', 'movies', odd));
  const vectorBefore = await vector();
  await row(page, String.raw`\x00\xff`).click();
  await page.keyboard.press('Delete');
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText(String.raw`VREM movies "\x00\xff"`);
  await expect(question).toContainText('It can be undone for 24 hours');
  await expectAccessibleInBoth(page, 'vector-remove');
  await question.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('5 elements', { exact: true })).toBeVisible();
  await undo(page);
  await expect(page.getByText('6 elements', { exact: true })).toBeVisible();
  expect(await vector()).toBe(vectorBefore);
});
