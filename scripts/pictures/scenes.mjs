import { setTimeout as pause } from 'node:timers/promises';

const phone = 'product:smartphones:iphone-15-pro';
const windowMs = 20_000;
const liveMs = 20_000;

/** In this order: each begins where the one before has left the app. */
export const scenes = [
  { name: 'keys', show: showKeys },
  { name: 'search', show: showSearch },
  { name: 'aggregate', show: showAggregate },
  { name: 'sessions', show: showSessions },
  { name: 'rate-limits', show: showRateLimits },
  { name: 'live', show: showLive },
  { name: 'panes', show: showPanes },
  { name: 'plan', show: showPlan },
  { name: 'history', show: showHistory },
  { name: 'palette', show: showPalette },
  { name: 'connect', show: showConnect },
];

async function showView(page, title) {
  await page
    .getByRole('navigation', { name: 'Views' })
    .getByRole('button', { name: title })
    .click();
}

async function goToKey(page, key) {
  const palette = page.getByRole('dialog');
  await page.keyboard.press('Control+k');
  await palette.waitFor();
  await page.keyboard.type(key);
  await palette.getByRole('option').filter({ hasText: key }).first().click();
  await palette.waitFor({ state: 'hidden' });
  await page.getByRole('region', { name: `Key ${key}` }).waitFor();
}

/** A document with a change of its price that is not saved, and other keys in tabs beside it. */
async function showKeys(page) {
  await showView(page, 'Keys');
  for (const key of ['feature_flags', 'price:iphone-15-pro:nordphone']) await goToKey(page, key);
  await goToKey(page, phone);
  const tree = page.getByRole('tree', { name: 'Document as a tree' });
  await tree
    .getByRole('treeitem')
    .filter({ hasText: /^price/ })
    .dblclick();
  await page.keyboard.type('1149');
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Pending changes' }).waitFor();
}

async function runQuery(page, text) {
  const line = page.getByRole('textbox', { name: 'Query' });
  await line.fill(text);
  await line.press('Control+Enter');
}

async function showSearch(page) {
  await showView(page, 'Search');
  await runQuery(page, '@brand:Apple @category:{smartphones} SORTBY price ASC');
  const results = page.getByRole('grid', { name: 'Results' });
  await results.getByRole('row').nth(3).click();
  await page.getByRole('region', { name: 'Document', exact: true }).waitFor();
}

async function showAggregate(page) {
  await runQuery(page, 'GROUPBY brand / COUNT / MIN price / SORTBY count DESC');
  await page.getByText(/^\d+ rows$/).waitFor();
}

async function showSessions(page) {
  await showView(page, 'Sessions');
  await page.getByText(/^All .*keys scanned$/).waitFor();
  await page.getByRole('row').nth(3).click();
}

async function startTraffic(page) {
  const traffic = page.getByRole('button', { name: /^Traffic/ });
  if ((await traffic.innerText()) !== 'Traffic off') return;
  await traffic.click();
  await page.getByRole('menuitemradio', { name: '100', exact: true }).click();
}

/** With requests that arrive, up to now. */
async function showRateLimits(page) {
  await startTraffic(page);
  await showView(page, 'Rate limits');
  await page.getByText(/^All .*keys scanned$/).waitFor();
  await page.getByRole('row').filter({ hasText: 'api:user:10482' }).click();
  const limiter = page.getByRole('region', { name: 'Limiter' });
  await limiter.getByRole('button', { name: 'Set limit', exact: true }).click();
  await page.getByLabel('Limit, requests per window').fill('100');
  await page.getByRole('button', { name: 'Set limit', exact: true }).last().click();
  await limiter
    .getByText(/Allowed|Denied/)
    .first()
    .waitFor();
  await pause(windowMs);
}

/** Some time of the shop's traffic, and one product on the board. */
async function showLive(page) {
  await startTraffic(page);
  await showView(page, 'Live');
  await pause(liveMs);
  const board = page.getByRole('complementary', { name: 'Board' });
  await board
    .getByRole('listbox', { name: /^Last / })
    .getByRole('option')
    .first()
    .click();
}

async function showPalette(page) {
  await showView(page, 'Keys');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('iphone-15');
  await page.getByRole('option').filter({ hasText: phone }).first().waitFor();
}

/** A folder in the tree, which holds only what is in view: the large one at its top is folded. */
async function folder(page, name) {
  const tree = page.getByRole('tree', { name: 'Keys' });
  await tree.press('Home');
  await tree.press('ArrowLeft');
  return page.getByRole('treeitem', { name: new RegExp(`^${name}: `) });
}

/** A time series and a hash beside each other. */
async function showPanes(page) {
  await showView(page, 'Keys');
  await goToKey(page, 'feature_flags');
  await goToKey(page, 'price:iphone-15-pro:nordphone');
  // Keys outside of folders are the last in the tree.
  await page.getByRole('tree', { name: 'Keys' }).press('End');
  await page.getByRole('treeitem', { name: /^feature_flags\b/ }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Open to the side' }).click();
  await page.getByRole('region', { name: 'Open key, second pane' }).waitFor();
}

/** What the deletion of a folder would do; it is not done. */
async function showPlan(page) {
  await (await folder(page, 'product')).click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^Delete/ }).click();
  await page.getByRole('alertdialog').waitFor();
}

/** What was kept of a deleted folder. */
async function showHistory(page) {
  await page.keyboard.press('Escape');
  await page.getByRole('alertdialog').waitFor({ state: 'hidden' });
  await (await folder(page, 'comparison')).click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^Delete/ }).click();
  await page.getByRole('button', { name: 'Undo', exact: true }).last().waitFor();
  await page.getByRole('button', { name: 'Dismiss' }).first().click();
  await showView(page, 'History');
  await page.getByRole('grid', { name: 'Changes' }).getByRole('row').nth(1).click();
}

async function showConnect(page) {
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+o');
  await page.getByLabel('Name').fill('Price comparison');
  await page.getByLabel('Paste a URL').fill('rediss://shop:secret@redis.example.com:6380/0');
  await page.getByLabel('Paste a URL').press('Enter');
  await page.getByRole('radio', { name: 'Prod' }).click();
}
