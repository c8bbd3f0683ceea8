import { expect, showView, test } from './fixtures/app.ts';
import { expectAccessibleInBoth } from './fixtures/look.ts';

const views = ['Keys', 'Search', 'Live', 'Sessions', 'Rate limits', 'History'];

test('no screen has an accessibility fault, in either theme', async ({ sandbox }) => {
  // Eight screens, each looked at twice.
  test.slow();
  const { page } = sandbox;
  await page.getByRole('button', { name: 'Theme' }).click();
  await page.getByRole('menuitemradio', { name: 'Light' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  for (const view of views) {
    await showView(page, view);
    const name = view === 'Search' ? 'Indexes' : view === 'Live' ? 'Subscriptions' : view;
    // Of the view itself: the one of the whole window is there before it.
    await expect(page.getByRole('heading', { name, level: 2 }).first()).toBeVisible();
    await expectAccessibleInBoth(page, view);
  }
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessibleInBoth(page, 'palette');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+o');
  await expect(page.getByRole('heading', { name: 'Connections' })).toBeVisible();
  await expectAccessibleInBoth(page, 'connect');
});

test('everything is reached by keyboard: views, palette, a key by part of its name', async ({
  sandbox,
}) => {
  const { page } = sandbox;
  for (const [i, view] of views.entries()) {
    await page.keyboard.press(`Control+${i + 1}`);
    await expect(
      page
        .getByRole('navigation', { name: 'Views' })
        .getByRole('button', { name: new RegExp(`^${view}`) }),
    ).toHaveAttribute('aria-current', 'page');
  }
  await page.keyboard.press('Control+k');
  await page.keyboard.type('feature_fl');
  const option = page.getByRole('option').filter({ hasText: 'feature_flags' });
  await expect(option).toBeVisible();
  await expect(page.getByText(/found in [\d,]+ of [\d,]+ scanned/)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: /feature_flags/ })).toBeVisible();
  // From part to part; what comes over them gives the focus back.
  const fields = page.getByRole('grid', { name: 'Fields' });
  await expect(fields).toBeVisible();
  await page.getByRole('tree', { name: 'Keys', exact: true }).focus();
  await page.keyboard.press('F6');
  await expect(fields).toBeFocused();
  await page.keyboard.press('Control+p');
  await page.keyboard.type('live');
  await expect(page.getByRole('combobox')).toHaveValue('/live');
  await page.keyboard.press('Escape');
  await expect(fields).toBeFocused();
  // A press beside it only closes it: the view below is not shown.
  const below = await page.getByRole('button', { name: /^Search/ }).boundingBox();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.mouse.click((below?.x ?? 0) + 8, (below?.y ?? 0) + 8);
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(fields).toBeFocused();
});
