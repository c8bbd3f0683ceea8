import type { Page } from '@playwright/test';
import { expect, showView, test } from './fixtures/app.ts';
import { expectAccessibleInBoth } from './fixtures/look.ts';

const subscribe = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('textbox', { name: 'New subscription' }).fill(name);
  await page.keyboard.press('Enter');
  // Subscribing is over when the server has confirmed: the kind is shown then.
  await expect(
    page.getByRole('complementary', { name: 'Subscriptions' }).getByRole('listitem').last(),
  ).toContainText(/channel|pattern/);
};
const rows = (page: Page) =>
  page
    .getByRole('grid', { name: 'Messages, newest first' })
    .locator('[role=row]:has([role=gridcell])');
const facts = (page: Page) => page.getByRole('region', { name: 'Messages' });
const filter = (page: Page) => page.getByRole('searchbox', { name: 'Filter the messages' });

test.beforeEach(async ({ own }) => {
  await showView(own.page, 'Live');
});

test('shows prices as they are published, what became of them, and the board', async ({
  own: { page },
  somebody,
}) => {
  await subscribe(page, 'price_updates');
  await somebody.publish('price_updates', '{"product_id":"iphone-15-pro","price":1199.00}');
  await somebody.publish('price_updates', '{"product_id":"iphone-15-pro","price":1149.00}');
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).first()).toContainText('1149.00▼ −50.00−4.2%');
  await expect(facts(page)).toContainText('2 received');
  const product = page
    .getByRole('listbox', { name: 'Last price by product_id' })
    .getByRole('option');
  await expect(product).toContainText('1149.00−4.2%');
  await product.click();
  const chart = page.getByRole('region', { name: 'iphone-15-pro' });
  await expect(chart).toContainText('1149.00, 1199.00');
  await rows(page).first().click();
  await expect(page.getByRole('region', { name: 'Message', exact: true })).toContainText(
    '"price": 1149.00',
  );
});

test('takes patterns, bytes and hostile payloads as they are', async ({
  own: { page },
  somebody,
}) => {
  await subscribe(page, '\\xffnews:*');
  const channel = Buffer.from([0xff, ...Buffer.from('news:'), 0x00]);
  await somebody.publish(channel, Buffer.from([0xc3, 0x28, 0x0d, 0x0a]));
  await somebody.publish(channel, '<img src=x onerror=alert(1)>');
  await somebody.publish(channel, '{"name":"</span><script>alert(2)</script>\u202e"}');
  await expect(rows(page)).toHaveCount(3);
  await expect(rows(page).last()).toContainText('\\xffnews:\\x00');
  await expect(rows(page).last()).toContainText('\\xc3(\\r\\n');
  await expect(rows(page).nth(1)).toContainText('<img src=x onerror=alert(1)>');
  await expect(rows(page).first()).toContainText('</span><script>alert(2)</script>\\u{202e}');
});

test('counts a burst to the last message and says what is not shown', async ({
  own: { page },
  somebody,
}) => {
  await subscribe(page, 'burst');
  const burst = `for i = 1, 120000 do redis.call('publish', 'burst', '{"id":"x","n":' .. i .. '}') end`;
  await somebody.eval(burst, 0);
  await expect(facts(page)).toContainText('120,000 received');
  await expect(facts(page)).toContainText(/[\d,]+ dropped from view/);
  await expect(rows(page).first()).toContainText('120000');
});

test('filters, pauses and clears', async ({ own: { page }, somebody }) => {
  await subscribe(page, 'shops');
  for (const shop of ['volthub', 'techhaus', 'volthub'])
    await somebody.publish('shops', JSON.stringify({ shop }));
  await expect(rows(page)).toHaveCount(3);
  await page.keyboard.press('Escape');
  await rows(page).first().click();
  await page.keyboard.press('/');
  await expect(filter(page)).toBeFocused();
  await filter(page).fill('shop != "volthub"');
  await expect(rows(page)).toHaveCount(1);
  await expect(facts(page)).toContainText('1 match the filter');
  await filter(page).fill('');
  await expect(rows(page)).toHaveCount(3);
  await rows(page).first().click();
  await page.keyboard.press('Space');
  await somebody.publish('shops', 'late');
  await page.getByRole('button', { name: 'Paused, 1 new' }).click();
  await expect(rows(page)).toHaveCount(4);
  await page.getByRole('button', { name: 'Clear the list' }).click();
  await expect(page.getByText('No messages yet')).toBeVisible();
  await expect(facts(page)).toContainText('0 received');
});

test('a lost connection leaves a gap that says from when to when', async ({
  own: { page },
  somebody,
}) => {
  await subscribe(page, 'news');
  await somebody.publish('news', 'before');
  await expect(rows(page)).toHaveCount(1);
  await somebody.call('client', 'kill', 'type', 'pubsub');
  await expect(rows(page).first()).toContainText(
    /No connection \d\d:\d\d:\d\d–\d\d:\d\d:\d\d: messages in between are lost/,
  );
  await somebody.publish('news', 'after');
  await expect(rows(page).first()).toContainText('after');
});

test('runs on while another view is shown, and ends with the subscription', async ({
  own: { page },
  somebody,
}) => {
  await subscribe(page, 'steady');
  await showView(page, 'Keys');
  await expect(page.getByRole('img', { name: 'running' })).toBeVisible();
  await somebody.publish('steady', 'while away');
  await showView(page, 'Live');
  await expect(rows(page).first()).toContainText('while away');
  await page.getByRole('button', { name: 'Mute steady' }).click();
  await somebody.publish('steady', 'muted');
  await expect(facts(page)).toContainText('2 received');
  await expect(rows(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Unsubscribe from steady' }).click();
  await expect.poll(() => somebody.pubsub('NUMSUB', 'steady')).toEqual(['steady', '0']);
});

test('publishes, to channels that others listen to', async ({
  own: { page },
  server,
  somebody,
}) => {
  const listener = server.client();
  const heard: string[] = [];
  listener.on('message', (_channel, payload) => heard.push(payload));
  await listener.subscribe('orders');
  await page.getByRole('button', { name: 'List the active channels again' }).click();
  await page
    .getByRole('listbox', { name: 'Channels active on the server' })
    .getByText('orders')
    .click();
  await expect(page.getByRole('textbox', { name: 'Channel' })).toHaveValue('orders');
  await page.getByRole('textbox', { name: 'Payload' }).fill('{"id":9007199254740993}');
  await expect(page.getByText('Valid JSON, 23 bytes')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/reached 2 subscribers/)).toBeVisible();
  await expect(rows(page).first()).toContainText('9007199254740993');
  await expect.poll(() => heard).toEqual(['{"id":9007199254740993}']);
  expect(await somebody.ping()).toBe('PONG');
});

test('messages, chart and board are accessible in both themes', async ({
  own: { page },
  somebody,
}) => {
  await subscribe(page, 'price_updates');
  await subscribe(page, 'comparison:*');
  await somebody.publish('price_updates', '{"product_id":"a","price":10}');
  await somebody.publish('price_updates', '{"product_id":"a","price":9}');
  await somebody.publish('comparison:phones', '3/12');
  await expect(rows(page)).toHaveCount(3);
  await page.getByRole('button', { name: '1 channel' }).click();
  await rows(page).last().click();
  await page.getByRole('listbox', { name: 'Last price by product_id' }).getByRole('option').click();
  await expectAccessibleInBoth(page, 'live');
});
