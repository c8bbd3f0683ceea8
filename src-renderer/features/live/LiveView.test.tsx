import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { escapeBytes, toUtf8 } from '../../../src-shared/redis-value.ts';
import { fail } from '../../../src-shared/result.ts';
import { releaseStores } from '../../client/per-connection.ts';
import { fakeLayout } from '../../ui/testing/fake-layout.ts';
import { id, show } from './test-support/show-live.tsx';

beforeAll(fakeLayout);
afterEach(() => {
  cleanup();
  releaseStores(id);
});

const messages = () => screen.getByRole('grid', { name: 'Messages, newest first' });
const rows = () => within(messages()).getAllByRole('row').slice(1);
const field = (name: string) => screen.getByRole('textbox', { name });
const filter = () => screen.getByRole('searchbox', { name: 'Filter the messages' });

function subscribe(name: string): void {
  fireEvent.change(field('New subscription'), { target: { value: name } });
  fireEvent.keyDown(field('New subscription'), { key: 'Enter' });
}

describe('subscriptions', () => {
  test('are the shop’s on the sandbox, none elsewhere', async () => {
    const { tails } = show({ sandbox: true });
    await waitFor(() => {
      expect(tails.names).toEqual(['price_updates', 'comparison:*', 'scrape_results']);
    });
    cleanup();
    releaseStores(id);
    const elsewhere = show();
    expect(await screen.findByText('Not subscribed to anything')).toBeTruthy();
    expect(elsewhere.tails.names).toEqual([]);
  });

  test('are typed: bytes by their escapes, patterns by their glob characters', async () => {
    const { tails } = show();
    fireEvent.change(field('New subscription'), { target: { value: 'a*' } });
    expect(screen.getByText('Enter subscribes to the pattern')).toBeTruthy();
    fireEvent.keyDown(field('New subscription'), { key: 'Enter' });
    subscribe('\\xff');
    subscribe('\\q');
    expect(tails.names).toEqual(['a*', '\\xff']);
    expect(screen.getByText(/A backslash begins/)).toBeTruthy();
    expect(await screen.findByRole('button', { name: 'Mute \\xff' })).toBeTruthy();
  });

  test('are chosen from those active on the server', async () => {
    const { tails } = show();
    fireEvent.click(await screen.findByText('active'));
    expect(tails.names).toEqual(['active']);
  });

  test('that are refused say so and can be tried again', async () => {
    const { tails } = show();
    subscribe('secret');
    tails.of('secret').fail({
      code: 'redis.reply',
      command: 'SUBSCRIBE',
      prefix: 'NOPERM',
      message: 'NOPERM no channel',
    });
    expect(await screen.findByText(/NOPERM no channel/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    tails.of('secret').send([{ channel: '', payload: 'x' }]);
    await waitFor(() => expect(screen.queryByText(/NOPERM no channel/)).toBeNull());
  });
});

describe('the board', () => {
  afterEach(fakeLayout);

  test('gives its room to the messages in a narrow window, until it is asked for', async () => {
    window.innerWidth = 900;
    show();
    const board = () => screen.queryByRole('heading', { name: 'Board' });
    fireEvent.click(await screen.findByRole('button', { name: 'Show the board' }));
    expect(board()).not.toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Hide the board' }));
    expect(board()).toBeNull();
  });
});

describe('messages', () => {
  const nowMs = Date.now();
  const first = {
    channel: '',
    payload: '{"product_id":"a","price":1149.00,"shop":"x"}',
    atMs: nowMs - 1_000.6,
  };
  const second = {
    channel: '',
    payload: '{"product_id":"a","price":1143.89,"shop":"y"}',
    atMs: nowMs,
  };

  test('show fields as written, what became of the value, and the rest', async () => {
    const { tails } = show();
    subscribe('price_updates');
    tails.of('price_updates').send([first, second]);
    await waitFor(() => expect(rows()).toHaveLength(2));
    await waitFor(() =>
      expect(rows().map((row) => row.textContent)).toEqual([
        expect.stringMatching(/price_updatesa1143\.89▼ −5\.11−0\.4%shop y/),
        expect.stringMatching(/\.\d{3}price_updatesa1149\.00––shop x/),
      ]),
    );
    const board = screen.getByRole('listbox', { name: 'Last price by product_id' });
    expect(within(board).getByRole('option').textContent).toContain('1143.89−0.4%');
  });

  test('open below, whole, and can be copied', async () => {
    const { tails, copied } = show();
    subscribe('price_updates');
    tails.of('price_updates').send([first]);
    await waitFor(() => expect(rows()).toHaveLength(1));
    fireEvent.click(within(messages()).getByText('price_updates'));
    const detail = screen.getByRole('region', { name: 'Message' });
    expect(detail.textContent).toContain('"price": 1149.00');
    fireEvent.click(within(detail).getByRole('button', { name: 'Copy the payload' }));
    await waitFor(() => expect(copied).toEqual([first.payload]));
    fireEvent.keyDown(messages(), { key: 'Escape' });
    expect(screen.queryByRole('region', { name: 'Message' })).toBeNull();
  });

  test('are paused by Space, counted, and shown again', async () => {
    const { tails } = show();
    subscribe('price_updates');
    tails.of('price_updates').send([first]);
    await waitFor(() => expect(rows()).toHaveLength(1));
    fireEvent.keyDown(document.body, { key: ' ' });
    tails.of('price_updates').send([second]);
    fireEvent.click(await screen.findByRole('button', { name: 'Paused, 1 new' }));
    await waitFor(() => expect(rows()).toHaveLength(2));
    // In a field it is a space.
    fireEvent.keyDown(filter(), { key: ' ' });
    expect(screen.queryByText(/Paused/)).toBeNull();
  });

  test('are filtered, and an unfinished test says what is missing', async () => {
    const { tails } = show();
    subscribe('price_updates');
    tails.of('price_updates').send([first, second]);
    await waitFor(() => expect(rows()).toHaveLength(2));
    fireEvent.keyDown(document.body, { key: '/' });
    expect(document.activeElement).toBe(filter());
    fireEvent.change(filter(), { target: { value: 'price > 1145' } });
    await waitFor(() => expect(rows()).toHaveLength(1));
    expect(screen.getByText('match the filter')).toBeTruthy();
    fireEvent.change(filter(), { target: { value: 'price >' } });
    expect(screen.getByText('price > needs a value')).toBeTruthy();
    expect(rows()).toHaveLength(1);
  });

  test('that were lost leave a gap', async () => {
    const { tails } = show();
    subscribe('price_updates');
    tails.of('price_updates').send([], {
      gaps: [{ fromMs: 1_000, untilMs: 5_000, reason: 'closed' }],
    });
    expect(
      await screen.findByText(/^No connection .*–.*: messages in between are lost$/),
    ).toBeTruthy();
  });

  test('of any kind stay text: markup and hidden characters do nothing', async () => {
    const { tails } = show();
    subscribe('hostile');
    tails.of('hostile').send([
      { channel: '', payload: '<img src=x onerror=alert(1)>' },
      { channel: '', payload: 'a\u202eb\u0000' },
      { channel: '', payload: Uint8Array.of(0xff, 0xfe) },
      { channel: '', payload: '{"<b>":"</script>","__proto__":{"x":1}}' },
    ]);
    await waitFor(() => expect(rows()).toHaveLength(4));
    const text = messages().textContent;
    for (const part of [
      '<img src=x onerror=alert(1)>',
      'a\\u{202e}b\\x00',
      '\\xff\\xfe',
      '</script>',
    ])
      expect(text).toContain(part);
    expect(messages().querySelector('img, b, script')).toBeNull();
  });
});

describe('publishing', () => {
  const send = () => screen.getByRole('button', { name: /^Send/ });

  test('sends the bytes and says how many it reached', async () => {
    const { published } = show();
    fireEvent.change(field('Channel'), { target: { value: 'news\\x00' } });
    fireEvent.change(field('Payload'), { target: { value: '{"a":1}' } });
    expect(screen.getByText('Valid JSON, 7 bytes')).toBeTruthy();
    fireEvent.keyDown(field('Payload'), { key: 'Enter', ctrlKey: true });
    expect(await screen.findByText(/reached 3 subscribers/)).toBeTruthy();
    expect(
      published.map(({ channel, payload }) => [escapeBytes(channel), toUtf8(payload)]),
    ).toEqual([['news\\x00', '{"a":1}']]);
  });

  test('says why it failed, in the server’s words', async () => {
    show(
      {},
      {
        'pubsub.publish': () =>
          fail({ code: 'redis.reply', command: 'PUBLISH', prefix: 'NOPERM', message: 'NOPERM x' }),
      },
    );
    fireEvent.change(field('Channel'), { target: { value: 'news' } });
    fireEvent.click(send());
    expect((await screen.findByRole('alert')).textContent).toContain('NOPERM x');
  });

  test('is off with its reason on a locked connection', async () => {
    const { published } = show({ readOnly: true });
    fireEvent.change(field('Channel'), { target: { value: 'news' } });
    fireEvent.click(send());
    expect(send().getAttribute('aria-disabled')).toBe('true');
    expect(published).toEqual([]);
    // Let the list of active channels arrive.
    expect(await screen.findByText('active')).toBeTruthy();
  });
});
