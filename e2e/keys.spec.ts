import type { Page } from '@playwright/test';
import { expect, filled, test } from './fixtures/app.ts';
import { expectAccessible, picture } from './fixtures/look.ts';

const list = (page: Page) => page.getByRole('complementary', { name: 'Keys' });
const row = (page: Page, name: RegExp | string) => list(page).getByRole('treeitem', { name });
const filter = (page: Page) => page.getByRole('searchbox', { name: 'Filter keys' });
const listed = (page: Page, words: RegExp) =>
  expect(list(page).locator('footer')).toContainText(words);

test('shows the whole keyspace as a tree with exact counts, and opens a key in it', async ({
  sandbox,
}) => {
  const { page } = sandbox;
  await listed(page, /^[\d,]+ keys listed/);
  await row(page, /^product: 5,500 keys, /).click();
  await row(page, /^smartphones: \d+ keys/).click();
  await expect(row(page, /^[\w-]+, JSON$/).nth(2)).toBeVisible();
  const [first, second, third] = await row(page, /^[\w-]+, JSON$/).all();
  const name = (await first?.getAttribute('aria-label'))?.replace(', JSON', '') ?? '';
  await first?.click();
  const document = page.getByRole('region', { name: `Key product:smartphones:${name}` });
  await expect(document).toContainText('"smartphones"');
  // A preview: the next click takes its place; a double click keeps it.
  await second?.dblclick();
  await expect(page.getByRole('tab')).toHaveCount(1);
  await third?.click();
  await expect(page.getByRole('tab')).toHaveCount(2);
  await page.keyboard.press('Control+w');
  await expect(page.getByRole('tab')).toHaveCount(1);
});

test('filters what is listed as one types, and asks the server for patterns and types', async ({
  sandbox,
}) => {
  const { page } = sandbox;
  await page.keyboard.press('/');
  await expect(filter(page)).toBeFocused();
  await filter(page).fill('product:');
  await expect(list(page).getByText(/^5,500 of [\d,]+ listed names/)).toBeVisible();
  await filter(page).fill('comparison:*:progress');
  await list(page).getByRole('button', { name: 'Scan the server for this pattern' }).click();
  await expect(
    list(page).getByText('The server was asked for comparison:*:progress'),
  ).toBeVisible();
  await expect(row(page, /^progress, hash/).first()).toBeVisible();
  await filter(page).fill('');
  await list(page).getByRole('combobox', { name: 'Type' }).selectOption({ label: 'time series' });
  await expect(row(page, /^price: \d+ keys, time series/)).toBeVisible();
  await expect(list(page).getByRole('treeitem')).toHaveCount(1);
  await list(page).getByRole('combobox', { name: 'Type' }).selectOption({ label: 'All types' });
  await expect(row(page, /^product: 5,500 keys/)).toBeVisible();
});

test.describe('on a server of its own', () => {
  test.beforeEach(async ({ somebody }) => {
    await somebody.mset({ 'cart:1': 'a', 'cart:2': 'b', 'cart:3': 'c', alone: 'd' });
    await somebody.hset('shop:1', { name: 'techhaus' });
    await somebody.pexpire('cart:2', 3_600_000);
  });

  test('moves, folds, opens and deletes by keyboard, and takes it back', async ({
    own,
    somebody,
  }) => {
    const { page } = own;
    await filled(page);
    const tree = list(page).getByRole('tree', { name: 'Keys' });
    await tree.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await expect(row(page, /^1, string/)).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await expect(list(page).locator('[aria-selected=true]')).toHaveCount(2);
    await page.keyboard.press('Delete');
    await expect.poll(() => somebody.exists('cart:1', 'cart:2', 'cart:3')).toBe('1');
    await expect(row(page, /^cart: 1 key/)).toBeVisible();
    await page.keyboard.press('Control+z');
    await expect.poll(() => somebody.exists('cart:1', 'cart:2')).toBe('2');
    expect(Number(await somebody.pttl('cart:2'))).toBeGreaterThan(3_500_000);
    await expect(row(page, /^cart: 3 keys/)).toBeVisible();
    // A new key of a folder that is chosen, and what it is made with.
    await row(page, /^cart: 3 keys/).click();
    await page.keyboard.press('Control+n');
    const dialog = page.getByRole('dialog', { name: 'New key' });
    await dialog.getByLabel('Name').pressSequentially('4');
    await dialog.getByLabel('Type').selectOption({ label: 'JSON' });
    await dialog.getByLabel('Document').fill('{"n": 9007199254740993}');
    await dialog.getByRole('radio', { name: 'In', exact: true }).click();
    await expect(dialog.getByRole('group', { name: 'Commands' })).toContainText(
      String.raw`JSON.SET cart:4 $ "{\"n\": 9007199254740993}" NX`,
    );
    await expectAccessible(page);
    await picture(page, 'new-key');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('region', { name: 'Key cart:4' })).toContainText(
      '9007199254740993',
    );
    await expect(row(page, /^4, JSON/)).toBeVisible();
    expect(Number(await somebody.pttl('cart:4'))).toBeGreaterThan(3_500_000);
    await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
    await expect.poll(() => somebody.exists('cart:4')).toBe('0');
    await expect(row(page, /^4, JSON/)).toHaveCount(0);
  });

  test('asks before it deletes what cannot be brought back, and says why', async ({
    launch,
    server,
    somebody,
  }) => {
    await somebody.acl('SETUSER', 'nodump', 'on', '>pw', '~*', '&*', '+@all', '-dump');
    const { host, port } = server;
    const { page } = await launch({ env: { REDSTART_URL: `redis://nodump:pw@${host}:${port}/0` } });
    await filled(page);
    await row(page, /^alone/).click();
    await list(page).getByRole('tree').press('Delete');
    const dialog = page.getByRole('alertdialog', { name: 'Delete 1 key?' });
    await expect(dialog).toContainText('Cannot be undone');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    expect(await somebody.exists('alone')).toBe('1');
  });

  test('deletes a folder as the server has it, and lists it again after undo', async ({
    own,
    somebody,
  }) => {
    const { page } = own;
    await filled(page);
    // Written after the scan: it is in the folder, though not in the list.
    await somebody.set('cart:late', 'e');
    await row(page, /^cart: 3 keys/).click();
    await list(page).getByRole('tree').press('Delete');
    await expect(page.getByText('Deleted 4 keys')).toBeVisible();
    await expect(row(page, /^cart:/)).toHaveCount(0);
    await page.getByRole('button', { name: /^Undo/ }).click();
    await expect(row(page, /^cart: 4 keys/)).toBeVisible();
  });

  test('finds a name typed in full that came after the scan, and marks what has gone', async ({
    own,
    somebody,
  }) => {
    const { page } = own;
    await filled(page);
    await somebody.set('late:comer', 'x');
    await filter(page).fill('late:comer');
    await expect(row(page, /^comer, string/)).toBeVisible();
    await filter(page).fill('');
    await somebody.del('cart:1', 'cart:2', 'cart:3');
    await row(page, /^cart: 3 keys/).click();
    await expect(row(page, '1, expired or deleted')).toBeVisible();
    await expect(row(page, /^cart:/)).toHaveCount(0, { timeout: 15_000 });
  });

  test('keeps hostile names inert and tells them apart', async ({ own, somebody }) => {
    const { page } = own;
    await somebody.set('<img src=x onerror=alert(1)>', '1');
    await somebody.set('a\u202egpj.exe', '1');
    await somebody.set(Buffer.from([0x00, 0xff, 0x0a]), 'binary');
    await somebody.set('tower' + ':'.repeat(30_000), '1');
    await page.getByRole('button', { name: 'Scan again' }).click();
    await expect(row(page, '<img src=x onerror=alert(1)>, string')).toBeVisible();
    await expect(row(page, 'a\\u{202e}gpj.exe, string')).toBeVisible();
    await row(page, '\\x00\\xff\\n, string').click();
    await expect(page.getByRole('region', { name: 'Key \\x00\\xff\\n' })).toContainText('binary');
    expect(await page.locator('aside img').count()).toBe(0);
    // What is shown can be typed.
    await filter(page).fill('\\x00\\xff');
    await expect(row(page, '\\x00\\xff\\n, string')).toBeVisible();
    await expect(list(page).getByRole('treeitem')).toHaveCount(1);
  });

  test('shows a lock at keys that may not be read', async ({ launch, server, somebody }) => {
    await somebody.acl('SETUSER', 'narrow', 'on', '>pw', '~cart:*', '&*', '+@all');
    const { host, port } = server;
    const { page } = await launch({ env: { REDSTART_URL: `redis://narrow:pw@${host}:${port}/0` } });
    await filled(page);
    await expect(row(page, 'alone, not readable')).toBeVisible();
    await row(page, /^cart: 3 keys, string/).click();
    await expect(row(page, '1, string')).toBeVisible();
  });
});

test('lists 60,000 keys, of which it loads a folder 500 at a time', async ({ own, somebody }) => {
  const { page } = own;
  for (let i = 0; i < 60_000; i += 5_000) {
    const batch = somebody.pipeline();
    for (let j = i; j < i + 5_000; j++) batch.set(`big:${j}`, '1');
    await batch.exec();
  }
  await page.getByRole('button', { name: 'Scan again' }).click();
  await listed(page, /^60,000 keys listed/);
  await row(page, /^big: 60,000 keys/).click();
  const tree = list(page).getByRole('tree');
  await expect(row(page, /^0, string$/)).toBeVisible();
  await tree.press('End');
  await expect(row(page, 'Load 500 more, 59,500 left')).toBeVisible();
  await tree.press('Enter');
  await expect(row(page, '500, string')).toBeVisible();
  await list(page).getByRole('radio', { name: 'List' }).click();
  await expect(
    list(page)
      .getByRole('option', { name: /^big:\d+, string$/ })
      .first(),
  ).toBeVisible();
  await list(page).getByRole('listbox').press('End');
  await expect(list(page).getByRole('option', { name: 'big:59999, string' })).toBeVisible();
  // However far it was scrolled, what matches is shown from its beginning.
  await filter(page).fill('big:7');
  await expect(list(page).getByRole('option', { name: 'big:7, string' })).toBeInViewport();
  // A key that is asked for by its name is shown in its folder, also beyond what is loaded of it.
  await filter(page).fill('');
  await list(page).getByRole('radio', { name: 'Tree' }).click();
  for (const place of ['1777', '41777']) {
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('dialog').getByRole('combobox').fill(`big:${place}`);
    await page
      .getByRole('option', { name: `big:${place}` })
      .first()
      .click();
    await expect(row(page, `${place}, string`)).toBeInViewport();
  }
});

test('cuts a name where its row ends, whatever else is in the row', async ({ own, somebody }) => {
  const { page } = own;
  const names = [0, 1, 4, 5, 6, 9, 24].map(
    (depth) => `${'a:'.repeat(depth)}${'0123456789'.repeat(9)}`,
  );
  for (const name of names) await somebody.set(name, 'v');
  await page.getByRole('button', { name: /^Scan again/ }).click();
  await listed(page, /^7 keys listed/);
  /** The names that do not end where their row does, within two characters. */
  const wrong = async (): Promise<string[]> =>
    await list(page)
      .locator('[data-index]:not([aria-expanded]) bdi')
      .evaluateAll((all) =>
        all.flatMap((name) => {
          const room = name.parentElement?.getBoundingClientRect();
          if (room === undefined) return ['no room'];
          const left = room.right - name.getBoundingClientRect().right;
          // Of each part a character is kept even where there is no room for it.
          const shown = Array.from(
            name.childNodes,
            (part) => (part instanceof HTMLElement && part.dataset['text']) || part.textContent,
          ).join('');
          return left < 15 && (left >= 0 || shown.length <= 6) ? [] : [`${shown}: ${left}`];
        }),
      );
  const cut = list(page).locator('bdi:has(.drawn)');
  await list(page).getByRole('tree').press('Home');
  for (let level = 1; level <= 24; level++) {
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
  }
  await expect(cut).toHaveCount(7);
  expect(await wrong()).toEqual([]);
  await expectAccessible(page);
  await row(page, /^0123456789/)
    .last()
    .click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Add to favourites' }).click();
  await list(page).getByRole('radio', { name: 'List' }).click();
  await expect(cut).toHaveCount(7);
  expect(await wrong()).toEqual([]);
  for (const column of ['TTL', 'Length', 'Size', 'Type']) {
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('menuitemcheckbox', { name: column }).click();
    await page.keyboard.press('Escape');
    await expect.poll(wrong).toEqual([]);
  }
});

test('the palette sorts, shows a column, and changes what is chosen', async ({ own, somebody }) => {
  const { page } = own;
  await somebody.mset({ 'cart:1': 'a', 'cart:2': 'b' });
  const palette = page.getByRole('dialog', { name: 'Go to a key, or run a command' });
  const run = async (text: string, title: string): Promise<void> => {
    await page.keyboard.press('ControlOrMeta+k');
    await palette.getByRole('combobox').fill(`>${text}`);
    await palette.getByRole('option', { name: title }).click();
    await expect(palette).toBeHidden();
  };
  await run('set ttl', 'Set TTL…');
  await expect(page.getByText('No key is chosen')).toBeVisible();
  await run('column ttl', 'Column TTL: show or hide');
  await run('sort ttl', 'Sort keys by TTL');
  await expect(page.getByRole('group', { name: 'Sort keys' })).toContainText('TTL');
  await expect(page.getByRole('button', { name: 'TTL', pressed: true })).toBeVisible();
  await page.getByRole('button', { name: /^Scan again/ }).click();
  await row(page, /^cart: 2 keys/).click();
  await run('set ttl', 'Set TTL…');
  const form = page.getByRole('dialog', { name: /TTL/ });
  await expect(form).toContainText('cart:');
  await form.getByRole('button', { name: 'Cancel' }).click();
  await run('delete', 'Delete keys');
  await expect(page.getByText('Deleted 2 keys')).toBeVisible();
  expect(Number(await somebody.dbsize())).toBe(0);
});
