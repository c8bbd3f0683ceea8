import type { Page } from '@playwright/test';
import { fillCluster, keyOn, nodeOf } from '../src-main/test-support/cluster-keys.ts';
import { startCluster, type TestCluster } from '../src-main/test-support/start-cluster.ts';
import { expect, type Launched, test as base } from './fixtures/app.ts';
import { urlOf } from './fixtures/launch-app.ts';
import { expectAccessibleInBoth } from './fixtures/look.ts';

const test = base.extend<{ opened: Launched }, { cluster: TestCluster }>({
  // One for all tests of this file: the last of them leaves it changed.
  cluster: [
    async ({}, use) => {
      const cluster = await startCluster('stack', {
        replicas: 1,
        words: ['--cluster-require-full-coverage', 'no'],
      });
      await fillCluster(cluster, 'cart:', 60);
      await use(cluster);
      await cluster.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  opened: async ({ launch, cluster }, use) => {
    const [first = cluster.at(0)] = cluster.primaries;
    const launched = await launch({ env: urlOf(first) });
    await expect(launched.page.getByRole('navigation', { name: 'Views' })).toBeVisible();
    await use(launched);
  },
});

const status = (page: Page) => page.getByRole('contentinfo', { name: 'Status' });

test('one node is named and all are opened: list, head, edit, delete, undo', async ({
  opened: { page },
  cluster,
}) => {
  await expect(status(page)).toContainText('cluster, 3 primaries');
  await expect(status(page)).toContainText('60 keys');
  const folder = page.getByRole('treeitem', { name: /^cart: 60 keys/ });
  await folder.click();
  for (const node of cluster.primaries) {
    const key = keyOn(cluster, node, 'cart:');
    const label = new RegExp(`^${key.slice('cart:'.length)}, string`);
    await page.getByRole('treeitem', { name: label }).dblclick();
    const pane = page.getByRole('region', { name: `Key ${key}`, exact: true });
    await expect(pane).toContainText(`127.0.0.1:${nodeOf(cluster, key).port}`);
    await pane.getByRole('button', { name: 'Edit', exact: true }).click();
    await pane.getByRole('textbox', { name: 'Value' }).fill(`edited on ${node.port}`);
    await page.keyboard.press('ControlOrMeta+s');
    await expect(page.getByRole('region', { name: 'Edit', exact: true })).toBeHidden();
    expect(await node.admin.get(key)).toBe(`edited on ${node.port}`);
  }
  await expectAccessibleInBoth(page, 'cluster');
  await folder.click();
  await page.keyboard.press('Delete');
  await expect(page.getByText('Deleted 60 keys')).toBeVisible();
  const keys = async (): Promise<number> => {
    const sizes = await Promise.all(cluster.primaries.map(({ admin }) => admin.dbsize()));
    return sizes.reduce((sum, size) => sum + Number(size), 0);
  };
  expect(await keys()).toBe(0);
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await expect.poll(keys).toBe(60);
  await expect(status(page)).toContainText('60 keys');
});

test('the form takes one node, and its test tells of the others', async ({ launch, cluster }) => {
  const [, second] = cluster.primaries;
  const { page } = await launch();
  await page.getByLabel('Host').fill('127.0.0.1');
  await page.getByLabel('Port').fill(String(second?.port));
  await page.getByLabel('Password (optional)').fill(second?.password ?? '');
  await page.getByRole('button', { name: /^Test/ }).click();
  const result = page.getByRole('complementary', { name: 'Test' });
  await expect(result).toContainText('Cluster: 3 primaries, 1 replica found');
  await expect(result.getByText('60', { exact: true })).toBeVisible();
  await expectAccessibleInBoth(page, 'cluster-test');
});

test('a primary that is lost is named, until its replica has taken over', async ({
  opened: { page },
  cluster,
}) => {
  await expect(status(page)).toContainText('cluster, 3 primaries');
  const [, second] = cluster.primaries;
  await second?.kill();
  const banner = page.getByRole('alert').filter({ hasText: '1 of 3 primaries' });
  await expect(banner).toContainText(`127.0.0.1:${second?.port}`);
  await expect(banner).toContainText('5,461 of 16,384 slots');
  await expectAccessibleInBoth(page, 'cluster-lost');
  await second?.restart();
  await expect(banner).toBeHidden({ timeout: 20_000 });
});
