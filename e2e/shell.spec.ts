import { AxeBuilder } from '@axe-core/playwright';
import { expect, showView, test } from './fixtures/app.ts';

const views = ['Keys', 'Search', 'Live', 'Sessions', 'Rate limits', 'History'];

for (const theme of ['Dark', 'Light'])
  test(`no screen has an accessibility fault, ${theme.toLowerCase()}`, async ({ sandbox }) => {
    const { page } = sandbox;
    // Colours on their way from one theme to the other are nobody's.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.getByRole('button', { name: 'Theme' }).click();
    await page.getByRole('menuitemradio', { name: theme }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme.toLowerCase());
    const check = async (screen: string): Promise<void> => {
      // Playwright's legacy mode injects without opening a page, which Electron refuses.
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      const found = violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' ')}`,
      );
      expect(found, screen).toEqual([]);
    };
    for (const view of views) {
      await showView(page, view);
      await expect(
        page
          .getByRole('heading', {
            name: view === 'Search' ? 'Indexes' : view === 'Live' ? 'Subscriptions' : view,
          })
          .first(),
      ).toBeVisible();
      await check(view);
    }
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog')).toBeVisible();
    await check('palette');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+o');
    await expect(page.getByRole('heading', { name: 'Connections' })).toBeVisible();
    await check('connect');
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
});
