import type { Page } from '@playwright/test';
import type { Redis } from 'ioredis';
import { expect, showView, test } from './fixtures/app.ts';
import { expectAccessibleInBoth } from './fixtures/look.ts';

const SCHEMA =
  'ON JSON PREFIX 1 product: SCHEMA $.name AS name TEXT WEIGHT 5.0 $.brand AS brand TEXT WEIGHT 2.0 $.category AS category TAG $.price AS price NUMERIC SORTABLE';
const HOSTILE = '<img src=x onerror=alert(1)>';

async function fill(redis: Redis): Promise<void> {
  await redis.call('FT.CREATE', 'idx:products', ...SCHEMA.split(' '));
  await redis.call(
    'FT.CREATE',
    'idx:users',
    ...'ON HASH PREFIX 1 user: SCHEMA name TEXT'.split(' '),
  );
  const brands = ['Apple', 'Apple', 'Apple', 'Samsung', 'Samsung', 'Nokia'];
  const pipeline = redis.pipeline();
  for (let n = 0; n < 120; n++)
    pipeline.call(
      'JSON.SET',
      `product:smartphones:phone-${n}`,
      '$',
      // As text: JSON.stringify would round the id and lose the price's zero.
      `{"id":9007199254740993,"name":"Phone ${n}","brand":"${brands[n % 6]}","category":"smartphones","price":${1_000 - n}.50}`,
    );
  pipeline.call(
    'JSON.SET',
    `product:hostile:${HOSTILE}\u202e`,
    '$',
    JSON.stringify({ name: `${HOSTILE}\u202egnp`, brand: 'Evil', category: 'a|b', price: 1 }),
  );
  pipeline.hset('user:1', 'name', 'Ann', 'note', '<script>alert(2)</script>');
  await pipeline.exec();
}

const line = (page: Page) => page.getByRole('textbox', { name: 'Query' });
/** What is said at the query. */
const mistake = (page: Page) =>
  page.getByRole('region', { name: 'Search', exact: true }).getByRole('alert');
const results = (page: Page) => page.getByRole('grid', { name: 'Results' });

async function run(page: Page, text: string): Promise<void> {
  await line(page).fill(text);
  await line(page).press('ControlOrMeta+Enter');
}

/** The texts of the first rows. */
async function rows(page: Page, count: number): Promise<string[]> {
  const all = results(page).getByRole('row');
  await expect(all.nth(count)).toBeVisible();
  return (await all.allInnerTexts())
    .slice(1, count + 1)
    .map((text) => text.replace(/\s+/g, ' ').trim());
}

test.beforeEach(async ({ somebody, own }) => {
  await fill(somebody);
  await showView(own.page, 'Search');
  await expect(own.page.getByText('121 results')).toBeVisible();
});

test('lists the indexes with counts, schema and facts', async ({ own: { page } }) => {
  const list = page.getByRole('listbox', { name: 'Indexes' });
  await expect(list.getByRole('option').first()).toHaveText(/idx:products\s*121/);
  await expect(list.getByRole('option').nth(1)).toHaveText(/idx:users\s*1/);
  await expect(page.getByRole('region', { name: 'Schema', exact: true })).toContainText('sortable');
  await expect(page.getByRole('region', { name: 'Index', exact: true })).toContainText('product:');
});

test('the query of a shop, as typed', async ({ own: { page } }) => {
  await run(page, '@brand:Apple @category:{smartphones} SORTBY price ASC');
  await expect(page.getByText('60 results')).toBeVisible();
  await expect(
    page.getByText(/^RETURN 4 name brand category price SORTBY price ASC LIMIT 0 50 DIALECT 2$/),
  ).toBeVisible();
  const [first, second] = await rows(page, 2);
  expect(first).toContain('Phone 116 Apple smartphones 884.5');
  expect(second).toContain('Phone 115 Apple smartphones 885.5');
  await page.getByRole('button', { name: 'Next rows' }).click();
  await expect(page.getByText('51 to 60')).toBeVisible();
  await expect(line(page)).toHaveValue(
    '@brand:Apple @category:{smartphones} SORTBY price ASC LIMIT 50 50',
  );
  await results(page).getByRole('columnheader', { name: 'name' }).click();
  await expect(line(page)).toHaveValue(
    '@brand:Apple @category:{smartphones} SORTBY name ASC LIMIT 50 50',
  );
});

test('the groups of a shop, as typed', async ({ own: { page } }) => {
  await run(page, 'GROUPBY brand / COUNT / MIN price / SORTBY count DESC');
  await expect(page.getByText('4 rows')).toBeVisible();
  expect(await rows(page, 3)).toEqual([
    '1 Apple 60 884.5',
    '2 Samsung 40 882.5',
    '3 Nokia 20 881.5',
  ]);
  await run(page, 'FT.AGGREGATE idx:products "@brand:Apple" GROUPBY 1 @brand REDUCE COUNT 0 AS n');
  await expect(page.getByText('1 row', { exact: true })).toBeVisible();
});

test('errors are said at the query, with the place', async ({ own: { page } }) => {
  await line(page).fill('@brand:{Apple');
  await expect(mistake(page)).toHaveText('{ is not closed');
  await run(page, 'phone) SORTBY price');
  await expect(mistake(page)).toHaveText('Syntax error at offset 5 near phone');
  await expect(page.locator('.decoration-wavy')).toHaveText(')');
  await run(page, '* SORTBY prise');
  await expect(mistake(page)).toHaveText('Property `prise` not loaded nor in schema');
  await expect(page.locator('.decoration-wavy')).toHaveText('prise');
});

test('nothing found: says why and offers what finds it', async ({ own: { page } }) => {
  await run(page, '@brand:{Apple}');
  await expect(page.getByText('brand is TEXT: braces are for TAG')).toBeVisible();
  await page.getByRole('button', { name: '@brand:Apple' }).click();
  await expect(page.getByText('60 results')).toBeVisible();
  await run(page, '@category:{smartphone}');
  await page.getByRole('button', { name: '@category:{smartphones}' }).click();
  await expect(page.getByText('120 results')).toBeVisible();
});

test('controls and line are one state; fields and tags are offered', async ({ own: { page } }) => {
  await page.getByRole('combobox', { name: 'SORTBY field' }).selectOption('price');
  await expect(line(page)).toHaveValue('* SORTBY price ASC');
  await page.getByRole('radio', { name: 'Aggregate' }).click();
  await expect(line(page)).toHaveValue('* GROUPBY category / COUNT / SORTBY count DESC');
  await expect(page.getByText('2 rows')).toBeVisible();
  await line(page).fill('');
  await line(page).pressSequentially('@ca');
  await line(page).press('Tab');
  await expect(line(page)).toHaveValue('@category:{');
  await line(page).pressSequentially('smart');
  await page.getByRole('option', { name: 'smartphones' }).click();
  await line(page).press('Enter');
  await expect(page.getByText('120 results')).toBeVisible();
  await line(page).press('ArrowUp');
  await expect(line(page)).toHaveValue('* GROUPBY category / COUNT / SORTBY count DESC');
});

test('a document is previewed as stored and opened; hostile data stays inert', async ({
  own: { page },
  somebody,
}) => {
  await run(page, '@brand:Nokia SORTBY price ASC');
  await results(page).getByText('Phone 119').click();
  const document = page.getByRole('region', { name: 'Document', exact: true });
  await expect(document).toContainText('"id": 9007199254740993,');
  await run(page, '@brand:Evil');
  await expect(results(page)).toContainText(`${HOSTILE}\\u{202e}gnp`);
  await somebody.del(`product:hostile:${HOSTILE}\u202e`);
  await results(page).getByText(`${HOSTILE}\\u{202e}gnp`).click();
  await expect(page.getByText('This key is gone')).toBeVisible();
  await page.getByText('idx:users').click();
  await results(page).getByText('Ann').click();
  await expect(document).toContainText('<script>alert(2)</script>');
});

test('results, groups and mistakes are accessible in both themes', async ({ own: { page } }) => {
  await results(page).getByText('Phone 1', { exact: true }).click();
  await expect(page.getByRole('region', { name: 'Document', exact: true })).toBeVisible();
  await expectAccessibleInBoth(page, 'search-document');
  await run(page, 'GROUPBY brand / COUNT');
  await expect(page.getByText('4 rows')).toBeVisible();
  await line(page).fill('GROUPBY brand / COUNT / MIN');
  await expect(mistake(page)).toBeVisible();
  await expectAccessibleInBoth(page, 'search-mistake');
  await run(page, '@nope:x');
  await expect(page.getByText('idx:products has no field nope')).toBeVisible();
  await expectAccessibleInBoth(page, 'search-unknown-field');
});
