import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Settings } from '../../../src-shared/contract/app.ts';
import type { OpenConnection } from '../../../src-shared/contract/connections.ts';
import { connectionId, ticketId } from '../../../src-shared/contract/define.ts';
import type { Item } from '../../../src-shared/contract/index.ts';
import type { RateLimitRow, RateLimitRule } from '../../../src-shared/contract/shapes.ts';
import { escapeBytes, toBytes } from '../../../src-shared/redis-value.ts';
import { fail, ok } from '../../../src-shared/result.ts';
import { RemovalHost } from '../../app/removal/RemovalHost.tsx';
import { sessionStore } from '../../app/session-store.ts';
import { ClientContext } from '../../client/client-context.ts';
import { fakeBulk, fakePlan } from '../../app/removal/testing/fake-bulk.ts';
import { createFakeClient, type FakeAnswers } from '../../client/fake-client.ts';
import { fakeConnection } from '../../client/fake-connection.ts';
import { StreamFailure } from '../../client/stream-failure.ts';
import { fakeLayout } from '../../ui/testing/fake-layout.ts';
import { Toaster } from '../../ui/Toaster.tsx';
import { TooltipProvider } from '../../ui/Tooltip.tsx';
import { RateLimitsView } from './RateLimitsView.tsx';

const settings: Settings = {
  theme: 'dark',
  density: 'dense',
  zoom: 100,
  panes: {},
  activity: 'rateLimits',
  listColumns: ['type'],
  listFilter: 'part',
  rateLimitRules: {},
  decodeRules: {},
  undoHours: 24,
  undoMegabytes: 256,
};
let opened = 0;
let connection: OpenConnection;
beforeAll(fakeLayout);
beforeEach(() => {
  opened += 1;
  connection = fakeConnection({
    // Each test its own: a connection keeps its list while it is open.
    id: connectionId.parse(`limits-${opened}`),
  });
});
afterEach(cleanup);

const sliding = (name: string, change: Partial<RateLimitRow> = {}): RateLimitRow => ({
  key: toBytes(name),
  type: 'zset',
  kind: 'sliding',
  recognisedAs: 'Sliding window',
  reason: 'member and score are the same Unix time in microseconds, with a TTL',
  certain: false,
  used: 5,
  windowMs: 60_000,
  ttlMs: 50_000,
  oldestMs: Date.now() - 40_000,
  limitFromKey: null,
  ...change,
});
const counter = (name: string, change: Partial<RateLimitRow> = {}): RateLimitRow =>
  sliding(name, {
    type: 'string',
    kind: 'counter',
    recognisedAs: 'Counter',
    windowMs: null,
    oldestMs: null,
    ...change,
  });
const page = (
  rows: readonly RateLimitRow[],
  change: Partial<Item<'rateLimits.scan'>> = {},
): Item<'rateLimits.scan'> => ({
  rows: [...rows],
  others: 0,
  refused: 0,
  serverNowMs: Date.now(),
  scanned: rows.length,
  of: rows.length,
  done: true,
  isAnew: false,
  ...change,
});
const scanOf = (...pages: readonly Item<'rateLimits.scan'>[]): FakeAnswers => ({
  async *'rateLimits.scan'() {
    yield* pages;
  },
});
/** A limiter as it is read: its requests so many milliseconds ago. */
const reading = (row: RateLimitRow, ...agesMs: readonly number[]): FakeAnswers => ({
  'rateLimits.read': () => {
    const serverNowMs = Date.now();
    const requests = agesMs.map((age) => {
      const score = String(Math.round((serverNowMs - age) * 1_000));
      return { member: toBytes(score), score, atMs: serverNowMs - age };
    });
    return ok({ row, requests, total: Math.max(agesMs.length, row.used), serverNowMs });
  },
});

function show(
  answers: FakeAnswers,
  rules: readonly RateLimitRule[] = [],
  change: Partial<OpenConnection> = {},
): void {
  connection = { ...connection, ...change };
  sessionStore.setState({
    connections: [connection],
    active: connection.id,
    settings: { ...settings, rateLimitRules: { 'localhost:6379/0': [...rules] } },
  });
  render(
    <ClientContext value={createFakeClient(answers)}>
      <TooltipProvider>
        <RateLimitsView connection={connection} />
        <RemovalHost />
        <Toaster />
      </TooltipProvider>
    </ClientContext>,
  );
}
const table = () => within(screen.getByRole('grid', { name: 'Limiters' }));
const rowNamed = async (name: string) => await screen.findByRole('row', { name: new RegExp(name) });
const detail = () => within(screen.getByRole('region', { name: 'Limiter' }));
const rule = (prefix: string, limit: number, windowMs: number | null = null): RateLimitRule => ({
  prefix,
  limit,
  windowMs,
});

describe('the list', () => {
  it('shows what is used, and nothing of a limit that nobody has told', async () => {
    show(scanOf(page([sliding('ratelimit:api:1')], { others: 2 })));
    const row = await rowNamed('api:1');
    expect(row.textContent).toContain('limit not set');
    expect(row.textContent).not.toMatch(/denied|left/);
    expect(screen.queryByText(/denied now/)).toBeNull();
    expect(screen.getByText('2 keys of this pattern are no limiters')).toBeTruthy();
  });

  it('with a limit: what is left, who is denied, the most pressed first', async () => {
    show(
      scanOf(
        page([
          sliding('ratelimit:api:calm', { used: 1 }),
          sliding('ratelimit:api:near', { used: 9 }),
          sliding('ratelimit:api:over', { used: 12 }),
        ]),
      ),
      [rule('ratelimit:api:', 10)],
    );
    expect((await rowNamed('calm')).textContent).toContain('9 left');
    expect((await rowNamed('near')).textContent).toContain('1 left');
    expect((await rowNamed('over')).textContent).toContain('denied');
    expect(screen.getByText('1 denied now')).toBeTruthy();
    const names = table()
      .getAllByRole('row', { name: /calm|near|over/ })
      .map(({ textContent }) => /calm|near|over/.exec(textContent ?? '')?.[0]);
    expect(names).toEqual(['over', 'near', 'calm']);
    fireEvent.click(screen.getByRole('radio', { name: 'Denied' }));
    expect(table().queryByRole('row', { name: /calm|near/ })).toBeNull();
    fireEvent.click(screen.getByRole('radio', { name: 'Near' }));
    expect(table().getAllByRole('row', { name: /near|over/ })).toHaveLength(2);
    expect(table().queryByRole('row', { name: /calm/ })).toBeNull();
  });

  it('does not judge by a window in which nothing was counted yet', async () => {
    show(scanOf(page([sliding('ratelimit:api:over', { used: 12 })])), [
      rule('ratelimit:api:', 10, 30_000),
    ]);
    expect((await rowNamed('over')).textContent).toContain('not known');
    expect(screen.queryByText(/denied now/)).toBeNull();
  });

  it('takes the limit from the key where it is written there', async () => {
    show(
      scanOf(
        page([
          counter('LIMITS:LIMITER/x/10/1/minute', {
            used: 4,
            limitFromKey: 10,
            windowMs: 60_000,
            certain: true,
          }),
        ]),
      ),
      [],
    );
    expect((await rowNamed('LIMITER')).textContent).toContain('6 left');
  });

  it('says that nothing was found, and what to look for', async () => {
    show(scanOf(page([])));
    expect(await screen.findByText('No limiters found')).toBeTruthy();
    expect(
      screen.getByText(/No key like ratelimit:\* reads as a limiter; express-rate-limit/),
    ).toBeTruthy();
  });

  it('says why it failed and never that all was scanned', async () => {
    show({
      async *'rateLimits.scan'() {
        yield page([sliding('ratelimit:anna')], { done: false, of: 9 });
        throw new StreamFailure({
          code: 'redis.offline',
          cause: 'ECONNRESET',
          hint: 'Wait',
          message: 'No connection to the server',
        });
      },
    });
    expect(await screen.findByText(/No connection to the server/)).toBeTruthy();
    expect(screen.queryByText(/keys scanned/)).toBeNull();
    expect(await rowNamed('anna')).toBeTruthy();
  });

  it('scans another pattern once it is entered', async () => {
    const patterns: string[] = [];
    show({
      async *'rateLimits.scan'({ pattern }) {
        patterns.push(escapeBytes(pattern));
        yield page([]);
      },
    });
    await screen.findByText('No limiters found');
    const field = screen.getByRole('searchbox', { name: 'Key pattern of limiters' });
    fireEvent.change(field, { target: { value: 'rl:*' } });
    fireEvent.blur(field);
    await waitFor(() => expect(patterns).toEqual(['ratelimit:*', 'rl:*']));
  });
});

describe('one limiter', () => {
  const open = async (
    row: RateLimitRow,
    answers: FakeAnswers,
    rules: readonly RateLimitRule[] = [],
    change: Partial<OpenConnection> = {},
  ): Promise<void> => {
    show({ ...scanOf(page([row])), ...answers }, rules, change);
    fireEvent.click(await rowNamed(escapeBytes(row.key).split(':').at(-1) ?? ''));
  };

  it('without a limit is not judged: it shows what is used and asks for the limit', async () => {
    const row = sliding('ratelimit:anna');
    await open(row, reading(row, 1_000, 40_000));
    expect(await detail().findByText('Not known')).toBeTruthy();
    expect(detail().getByText('5 in this window; set the limit to know')).toBeTruthy();
    expect(detail().getByText('needs the limit')).toBeTruthy();
    expect(detail().getByText('from TTL')).toBeTruthy();
    expect(detail().getByText('not set')).toBeTruthy();
  });

  it('with room says how much is left, and what would become of several at once', async () => {
    const row = sliding('ratelimit:anna', { used: 4 });
    await open(row, reading(row, 1_000, 2_000, 3_000, 4_000), [rule('ratelimit:', 10)]);
    expect(await detail().findByText('Allowed')).toBeTruthy();
    expect(detail().getByText('6 left after the 4 in this window')).toBeTruthy();
    expect(detail().getByText('6 allowed')).toBeTruthy();
    expect(detail().getByText('4 denied')).toBeTruthy();
    const several = detail().getByRole('textbox', { name: 'Requests' });
    fireEvent.change(several, { target: { value: '3' } });
    fireEvent.blur(several);
    expect(await detail().findByText('3 allowed')).toBeTruthy();
    expect(detail().queryByText(/denied$/)).toBeNull();
  });

  it('over its limit says when the next request is let in: when enough have left', async () => {
    const row = sliding('ratelimit:anna', { used: 3, oldestMs: Date.now() - 50_000 });
    await open(row, reading(row, 10_000, 30_000, 50_000), [rule('ratelimit:', 2)]);
    expect(await detail().findByText('Denied')).toBeTruthy();
    await waitFor(() => {
      const text = detail().getByText(/^retry in/).textContent ?? '';
      const seconds = Number(/(\d+)(?:\.\d+)? s/.exec(text)?.[1]);
      // With one gone there are two still: the second oldest has to leave, in about 30 s.
      expect(seconds).toBeGreaterThan(20);
      expect(seconds).toBeLessThanOrEqual(30);
    });
  });

  it('shows its requests to the microsecond, and how many it does not show', async () => {
    const row = sliding('ratelimit:anna', { used: 2_500 });
    await open(row, reading(row, 1_000, 70_000));
    const requests = within(await detail().findByRole('grid', { name: 'Requests' }));
    expect(requests.getAllByRole('row', { name: /\d{16}/ })).toHaveLength(2);
    expect(requests.getByText('outside')).toBeTruthy();
    expect(detail().getByText('The newest 2 of 2500')).toBeTruthy();
  });

  it('a counter has no requests and no strip', async () => {
    const row = counter('rl:bert', { used: 13 });
    await open(row, reading(row));
    expect(await detail().findByText('Fixed window')).toBeTruthy();
    expect(detail().queryByRole('grid')).toBeNull();
    expect(detail().queryByRole('img', { name: /requests in the last/ })).toBeNull();
  });

  it('is read again and again while it is live, not while it is held', async () => {
    const row = sliding('ratelimit:anna');
    let reads = 0;
    show({
      ...scanOf(page([row])),
      'rateLimits.read': () => {
        reads += 1;
        const serverNowMs = Date.now();
        return ok({ row: { ...row, used: reads }, requests: [], total: reads, serverNowMs });
      },
    });
    const shown = await rowNamed('anna');
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const pass = (ms: number) => act(async () => await vi.advanceTimersByTimeAsync(ms));
    fireEvent.click(shown);
    await pass(3_000);
    expect(reads).toBe(4);
    expect(detail().getByText('4 in this window; set the limit to know')).toBeTruthy();
    fireEvent.click(detail().getByRole('radio', { name: 'Hold' }));
    await pass(60_000);
    expect(reads).toBe(4);
    fireEvent.click(detail().getByRole('radio', { name: 'Live' }));
    await pass(1_000);
    expect(reads).toBe(5);
  });

  it('a limit that is set is kept with the settings, for the keys of its prefix', async () => {
    const row = sliding('ratelimit:api:7', { used: 4 });
    const saved: unknown[] = [];
    await open(row, {
      ...reading(row, 1_000),
      'settings.update': ({ change }) => {
        saved.push(change.rateLimitRules);
        return ok({ ...settings, rateLimitRules: change.rateLimitRules ?? {} });
      },
    });
    fireEvent.click(await detail().findByRole('button', { name: 'Set limit' }));
    const form = within(await screen.findByRole('dialog', { name: 'Limit of these keys' }));
    const limit = form.getByRole('textbox', { name: /^Limit, requests/ });
    fireEvent.change(limit, { target: { value: '10' } });
    fireEvent.blur(limit);
    expect(form.getByDisplayValue('ratelimit:api:')).toBeTruthy();
    fireEvent.click(form.getByRole('button', { name: 'Set limit' }));
    expect(await detail().findByText('Allowed')).toBeTruthy();
    expect(detail().getByText('set by you')).toBeTruthy();
    expect(saved).toEqual([{ 'localhost:6379/0': [rule('ratelimit:api:', 10)] }]);
  });

  it('that has expired meanwhile says so', async () => {
    const row = sliding('ratelimit:anna');
    await open(row, {
      'rateLimits.read': () =>
        fail({ code: 'notFound', what: 'limiter', message: 'This limiter has expired' }),
    });
    expect(await detail().findByText(/This limiter has expired/)).toBeTruthy();
  });

  it('is reset with undo and leaves the list', async () => {
    const row = sliding('ratelimit:anna');
    await open(row, {
      ...reading(row),
      ...fakeBulk(fakePlan(1, { command: 'UNLINK ratelimit:anna' }), {
        changed: 1,
        ticket: {
          id: ticketId.parse('t1'),
          title: 'Deleted 1 key',
          command: 'UNLINK',
          atMs: Date.now(),
          expiresAtMs: Date.now() + 60_000,
        },
      }),
    });
    fireEvent.click(await detail().findByRole('button', { name: 'Reset limiter' }));
    await waitFor(() => expect(table().queryByRole('row', { name: /anna/ })).toBeNull());
    expect(screen.getByText('No limiter chosen')).toBeTruthy();
    expect(screen.getByRole('button', { name: /Undo/ })).toBeTruthy();
  });

  it('on a locked connection is not reset', async () => {
    const row = sliding('ratelimit:anna');
    await open(row, reading(row), [], { readOnly: true });
    const button = await detail().findByRole('button', { name: 'Reset limiter' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
  });
});
