import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures/app.ts';

const MARKUP = '<img src=x onerror="document.title=\'ran\'">';
const BIDI = 'a\u202egpj.exe';
const DEEP = 100_000;
const LONG = `long${'n'.repeat(60_000)}`;

/** 256 MB of zeros, packed once and packed again. */
const bomb = gzipSync(gzipSync(Buffer.alloc(256 * 1024 * 1024)));

/** Protocol 2: os.system("touch <path>"). */
function pickleThatRuns(path: string): Buffer {
  const command = Buffer.from(`touch ${path}`);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(command.byteLength);
  const head = Buffer.from('\x80\x02cposix\nsystem\nX', 'latin1');
  return Buffer.concat([head, length, command, Buffer.from('\x85R.', 'latin1')]);
}

const filter = (page: Page) => page.getByRole('searchbox', { name: 'Filter keys' });

/** Opens a key, and shows that the window still answers with it open. */
async function open(page: Page, name: string): Promise<void> {
  await filter(page).fill(name);
  const row = page.getByRole('treeitem').filter({ hasText: name });
  await row.first().dblclick();
  await expect(page.getByRole('region', { name: new RegExp(`^Key ${name}`) })).toBeVisible();
  await filter(page).fill('');
  await expect(page.getByRole('treeitem').filter({ hasText: 'markup' })).toBeVisible();
}

test('what a server may hold against us stays inert, and the window answers', async ({
  own: { page, userData },
  somebody,
}) => {
  const ran = join(userData, 'ran');
  await somebody.set('bomb', bomb);
  await somebody.set('deep', '['.repeat(DEEP) + ']'.repeat(DEEP));
  await somebody.set('deepobject', '{"a":'.repeat(DEEP));
  await somebody.set('pickle', pickleThatRuns(ran));
  await somebody.set('php', 'O:8:"EvilFile":1:{s:4:"path";s:11:"/etc/passwd";}');
  await somebody.set(LONG, 'v');
  await somebody.hset(
    'markup',
    MARKUP,
    MARKUP,
    BIDI,
    BIDI,
    Buffer.from([0, 1]),
    'f'.repeat(60_000),
  );
  await somebody.zadd('scores', 'inf', MARKUP, '-inf', Buffer.from([0, 0xff]));
  await somebody.xadd('events', '*', MARKUP, BIDI);
  await page.getByRole('button', { name: 'Scan again' }).click();

  const region = (name: string) => page.getByRole('region', { name: new RegExp(`^Key ${name}`) });
  await test.step('a name of 60 KB', async () => {
    await open(page, 'long');
  });
  await test.step('markup, bidi and NUL in fields, members and entries', async () => {
    await open(page, 'markup');
    await expect(region('markup')).toContainText('<img src=x');
    await expect(region('markup')).toContainText('a\\u{202e}gpj.exe');
    await expect(region('markup')).toContainText('\\x00\\x01');
    await open(page, 'scores');
    await expect(region('scores')).toContainText('\\x00\\xff');
    await open(page, 'events');
    await expect(region('events')).toContainText('<img src=x');
  });
  await test.step('a bomb is not unpacked', async () => {
    await open(page, 'bomb');
    await region('bomb').getByRole('radio', { name: 'Decoded' }).click();
    await expect(region('bomb').getByRole('alert')).toContainText(
      /unpacks to more than|took longer than/u,
    );
  });
  await test.step('JSON of 100,000 levels', async () => {
    await open(page, 'deep');
    await open(page, 'deepobject');
  });
  await test.step('a pickle and an object of PHP are only shown', async () => {
    await open(page, 'pickle');
    await expect(region('pickle')).toContainText('posix.system');
    await open(page, 'php');
    await expect(region('php')).toContainText('EvilFile');
  });
  expect(await page.locator('img').count()).toBe(0);
  expect(await page.title()).not.toContain('ran');
  expect(existsSync(ran)).toBe(false);
});
