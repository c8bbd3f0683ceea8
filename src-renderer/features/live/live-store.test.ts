import { describe, expect, test } from 'vitest';
import { connectionId } from '../../../src-shared/contract/define.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import { toBytes, toUtf8 } from '../../../src-shared/redis-value.ts';
import { createFakeClient } from '../../client/fake-client.ts';
import { createLiveStore } from './live-store.ts';
import { payloadOf } from './segment.ts';
import { FakeTails, settle } from './test-support/fake-tails.ts';
import type { TestMessage } from './test-support/segment-of.ts';

const price = (id: string, value: string, atMs = 1_000_000): TestMessage => ({
  channel: 'price_updates',
  payload: `{"product_id":"${id}","price":${value}}`,
  atMs,
});

function open() {
  const tails = new FakeTails();
  const client = createFakeClient({ 'pubsub.tail': tails.open });
  let nowMs = 1_000_000;
  let draw: (() => void) | null = null;
  const running: boolean[] = [];
  const store = createLiveStore(client, connectionId.parse('c1'), {
    pacing: {
      schedule: (next) => {
        draw = next;
      },
      nextFrame: () => Promise.resolve(),
      every: () => () => undefined,
      nowMs: () => nowMs,
    },
    onRunning: (isRunning) => running.push(isRunning),
  });
  /** Reads what was sent, and draws a second later. */
  const drawn = async (): Promise<void> => {
    await settle();
    nowMs += 1_000;
    draw?.();
  };
  return {
    store,
    tails,
    running,
    state: () => store.view.getState(),
    draw: drawn,
    async subscribe(...names: readonly string[]) {
      for (const name of names)
        store.subscribe(name.endsWith('*') ? 'pattern' : 'channel', toBytes(name));
      await drawn();
    },
    rows: () =>
      store.view
        .getState()
        .rows.map((row) =>
          row.kind === 'gap' ? 'gap' : toUtf8(payloadOf(row.segment, row.index)),
        ),
  };
}

const say = (...payloads: readonly string[]): TestMessage[] =>
  payloads.map((payload, atMs) => ({ channel: 'news', payload, atMs }));

describe('subscriptions', () => {
  test('start once with what the sandbox publishes, and not twice to the same', async () => {
    const { store, tails, state, draw, running } = open();
    const first = [{ kind: 'channel', name: toBytes('a') }] as const;
    store.start(first);
    store.unsubscribe(1);
    store.start(first);
    store.subscribe('channel', toBytes('b'));
    store.subscribe('channel', toBytes('b'));
    await draw();
    expect(tails.names).toEqual(['a', 'b']);
    expect(state().subscriptions.map(({ info }) => info.label)).toEqual(['b']);
    expect(running).toEqual([true, false, true]);
  });

  test('have colours of their own, given again when they are free', async () => {
    const { store, state, subscribe } = open();
    await subscribe('a', 'b', 'c');
    store.unsubscribe(2);
    await subscribe('d');
    expect(state().subscriptions.map(({ info }) => info.colour)).toEqual([1, 3, 2]);
  });

  test('that fail say why, and what came meanwhile is a gap when they are back', async () => {
    const { store, tails, state, draw, subscribe, rows } = open();
    await subscribe('news');
    tails.of('news').send(say('one'));
    tails.of('news').fail({ code: 'redis.auth', cause: 'x', hint: 'y', message: 'refused' });
    await draw();
    expect(state().subscriptions[0]?.status).toMatchObject({ kind: 'failed' });
    store.retry();
    await draw();
    tails.of('news').send(say('two'));
    await draw();
    expect(state().subscriptions[0]).toMatchObject({ status: { kind: 'live' }, received: 2 });
    expect(rows()).toEqual(['gap', 'two', 'one']);
  });

  test('tell the channels of a pattern with exact totals, the busiest first', async () => {
    const { store, tails, state, draw, subscribe } = open();
    await subscribe('c*');
    tails.of('c*').send([], {
      received: 60,
      channels: {
        added: ['c1', 'c2', 'c3'].map((name) => Uint8Array.from(toBytes(name))),
        changed: Uint32Array.of(0, 1, 2),
        totals: Float64Array.of(10, 30, 19),
        elsewhere: 1,
      },
    });
    await draw();
    expect(state().subscriptions[0]).toMatchObject({ channelCount: 3, elsewhere: 1, received: 60 });
    expect(store.channelsOf(1, 2).map(({ name, total }) => [toUtf8(name), total])).toEqual([
      ['c2', 30],
      ['c3', 19],
    ]);
  });
});

describe('the counts', () => {
  test('are main’s, also of what never came here, and stay when a subscription goes', async () => {
    const { store, tails, state, draw, subscribe } = open();
    await subscribe('news', 'other');
    tails.of('news').send(say('a', 'b'), { received: 10_000, dropped: 9_998 });
    tails.of('other').send([{ channel: 'other', payload: 'x' }]);
    await draw();
    expect(state().facts).toMatchObject({ received: 10_001, skipped: 9_998, fallen: 0 });
    store.unsubscribe(1);
    expect(state().facts).toMatchObject({ received: 10_001, skipped: 9_998 });
    expect(state().rows).toHaveLength(3);
  });

  test('begin again when the list is cleared', async () => {
    const { store, tails, state, draw, subscribe, rows } = open();
    await subscribe('news');
    tails.of('news').send(say('a', 'b'));
    await draw();
    store.clear();
    expect(state()).toMatchObject({ rows: [], facts: { received: 0 } });
    tails.of('news').send(say('c'));
    await draw();
    expect(state().facts.received).toBe(1);
    expect(state().subscriptions[0]?.received).toBe(3);
    expect(rows()).toEqual(['c']);
  });

  test('say what fell out of the list', async () => {
    const { tails, state, draw, subscribe } = open();
    await subscribe('news');
    const most = Array.from({ length: LIMITS.tailRows }, (_, atMs) => ({
      channel: 'news',
      payload: '',
      atMs,
    }));
    tails.of('news').send(most);
    tails.of('news').send(most.slice(0, 7).map((one) => ({ ...one, atMs: 1e9 })));
    await draw();
    expect(state().facts).toMatchObject({ received: LIMITS.tailRows + 7, fallen: 7, skipped: 0 });
    expect(state().rows).toHaveLength(LIMITS.tailRows);
  });

  test('rise for muted ones, whose messages are not shown but are on the board', async () => {
    const { store, tails, state, draw, subscribe, rows } = open();
    await subscribe('price_updates');
    tails.of('price_updates').send([price('a', '1')]);
    await draw();
    store.setMuted(1, true);
    tails.of('price_updates').send([price('a', '2.50')]);
    await draw();
    expect(rows()).toEqual([]);
    expect(state().facts).toMatchObject({ received: 2, skipped: 0, fallen: 0 });
    expect(state().board.entries[0]).toMatchObject({ id: 'a', lastText: '2.50', messages: 2 });
    store.setMuted(1, false);
    tails.of('price_updates').send([price('a', '3')]);
    await draw();
    expect(rows()).toHaveLength(1);
  });
});

describe('a held list', () => {
  test('stays, and says how many are new', async () => {
    const { store, tails, state, draw, subscribe, rows } = open();
    await subscribe('news');
    tails.of('news').send(say('a'));
    await draw();
    store.pause('paused');
    tails.of('news').send(say('b', 'c'));
    await draw();
    expect(rows()).toEqual(['a']);
    expect(state().hold).toEqual({ why: 'paused', newCount: 2 });
    // Scrolling while it is paused changes nothing.
    store.pause('scrolled');
    expect(state().hold?.why).toBe('paused');
    store.resume();
    expect(rows()).toHaveLength(3);
    expect(state().hold).toBeNull();
  });

  test('takes a new filter at once, and counts what matches it from then on', async () => {
    const { store, tails, state, draw, subscribe, rows } = open();
    await subscribe('news');
    tails.of('news').send(say('apple', 'pear'));
    await draw();
    store.pause('paused');
    await store.setFilter('apple');
    expect(rows()).toEqual(['apple']);
    tails.of('news').send([
      { channel: 'news', payload: 'apple pie', atMs: 5 },
      { channel: 'news', payload: 'plum', atMs: 6 },
    ]);
    await draw();
    expect(state().hold?.newCount).toBe(1);
    expect(state().facts.matched).toBe(2);
  });
});

test('a lost connection is one gap for all subscriptions, where it was in time', async () => {
  const { tails, state, draw, subscribe, rows } = open();
  await subscribe('news', 'other');
  tails.of('news').send([{ channel: 'news', payload: 'before', atMs: 10 }]);
  for (const name of ['news', 'other']) tails.of(name).send([], { lostSinceMs: 20 });
  await draw();
  expect(state().subscriptions.map(({ status }) => status)).toEqual([
    { kind: 'lost', sinceMs: 20 },
    { kind: 'lost', sinceMs: 20 },
  ]);
  for (const name of ['news', 'other'])
    tails.of(name).send([{ channel: name, payload: `after ${name}`, atMs: 40 }], {
      gaps: [{ fromMs: 20, untilMs: 30, reason: 'closed' }],
    });
  await draw();
  expect(rows()).toEqual(['after other', 'after news', 'gap', 'before']);
});

test('an unfinished filter leaves the one before in force', async () => {
  const { store, state } = open();
  await store.setFilter('shop = x');
  const { filter } = state();
  await store.setFilter('shop = x and');
  expect(state()).toMatchObject({ filter, filterText: 'shop = x and' });
  expect(state().filterHint).toMatch(/another test/);
  await store.setFilter('');
  expect(state()).toMatchObject({ filter: { kind: 'none' }, filterHint: null });
});

describe('the fields', () => {
  test('of the messages become columns, and can be chosen', async () => {
    const { store, tails, state, draw, subscribe } = open();
    await subscribe('price_updates', 'scrape_results');
    tails
      .of('scrape_results')
      .send([{ channel: '', payload: '{"task_id":"t","product_id":"a","price":3,"status":"ok"}' }]);
    tails.of('price_updates').send([price('a', '1'), price('a', '2')]);
    await draw();
    expect(state().columns).toMatchObject({
      fields: ['product_id', 'price'],
      pair: { id: 'product_id', value: 'price' },
      known: ['product_id', 'price', 'task_id', 'status'],
    });
    store.chooseColumns(['status', 'price']);
    expect(state().columns).toMatchObject({
      fields: ['status', 'price'],
      pair: null,
      isChosen: true,
    });
    store.chooseColumns(null);
    expect(state().columns.fields).toEqual(['product_id', 'price']);
  });

  test('are followed by subscription: a scraped price does not move the shop’s', async () => {
    const { store, tails, state, draw, subscribe } = open();
    await subscribe('price_updates', 'scrape_results');
    tails.of('price_updates').send([price('a', '10'), price('a', '12')]);
    tails.of('scrape_results').send([price('a', '99'), price('b', '1')]);
    tails.of('price_updates').send([price('a', '15'), price('b', '7')], { dropped: 4 });
    await draw();
    expect(state().board).toMatchObject({ source: 1, skipped: 4, beyond: 0 });
    expect(state().board.entries).toMatchObject([
      { id: 'a', lastText: '15', change: 0.5, messages: 3 },
      { id: 'b', lastText: '7', change: 0, messages: 1 },
    ]);
    const previous = state().rows.map((row) =>
      row.kind === 'message' ? row.segment.previous?.[row.index] : null,
    );
    expect(previous).toHaveLength(6);
    expect(
      previous
        .map(Number)
        .filter(Number.isFinite)
        .toSorted((a, b) => a - b),
    ).toEqual([10, 12]);
    store.followOnBoard(2);
    expect(state().board.entries.map(({ lastText }) => lastText)).toEqual(['99', '1']);
    store.sortBoard('name');
    store.selectOnBoard('b');
    expect(state().board).toMatchObject({ sort: 'name', selected: 'b' });
  });
});
