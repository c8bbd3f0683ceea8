import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OpenConnection } from '../../../src-shared/contract/connections.ts';
import { connectionId, ticketId } from '../../../src-shared/contract/define.ts';
import type { KeySelection } from '../../../src-shared/contract/keys.ts';
import type { Input, Item, Output } from '../../../src-shared/contract/index.ts';
import type { SessionRow } from '../../../src-shared/contract/shapes.ts';
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
import { toasts } from '../../ui/toast-store.ts';
import { TooltipProvider } from '../../ui/Tooltip.tsx';
import { SessionsView } from './SessionsView.tsx';

let opened = 0;
let connection: OpenConnection;
beforeAll(fakeLayout);
beforeEach(() => {
  opened += 1;
  connection = fakeConnection({
    // Each test its own: a connection keeps its list while it is open.
    id: connectionId.parse(`sessions-${opened}`),
  });
  for (const { id } of toasts.getState().toasts) toasts.dismiss(id);
});
afterEach(cleanup);

const row = (name: string, change: Partial<SessionRow> = {}): SessionRow => ({
  key: toBytes(name),
  type: 'string',
  recognisedAs: 'express-session',
  reason: 'JSON with cookie.originalMaxAge and cookie.path',
  certain: true,
  user: null,
  createdMs: null,
  ttlMs: 3_600_000,
  sizeBytes: 120,
  ...change,
});
const page = (
  rows: readonly SessionRow[],
  change: Partial<Item<'sessions.scan'>> = {},
): Item<'sessions.scan'> => ({
  rows: [...rows],
  others: 0,
  refused: 0,
  scanned: rows.length,
  of: rows.length,
  done: true,
  isAnew: false,
  ...change,
});
const scanOf = (...pages: readonly Item<'sessions.scan'>[]): FakeAnswers => ({
  async *'sessions.scan'() {
    yield* pages;
  },
});
const reading = (fields: Output<'sessions.read'>['fields'], one: SessionRow): FakeAnswers => ({
  'sessions.read': () => ok({ row: one, fields }),
});

function show(answers: FakeAnswers, change: Partial<OpenConnection> = {}): void {
  connection = { ...connection, ...change };
  sessionStore.setState({ connections: [connection], active: connection.id, keyRequest: null });
  render(
    <ClientContext value={createFakeClient(answers)}>
      <TooltipProvider>
        <SessionsView connection={connection} />
        <RemovalHost />
        <Toaster />
      </TooltipProvider>
    </ClientContext>,
  );
}
const table = () => within(screen.getByRole('grid', { name: 'Sessions' }));
const rowNamed = async (name: string) => await screen.findByRole('row', { name: new RegExp(name) });
const inspector = () => within(screen.getByRole('complementary', { name: 'Session' }));

describe('in a narrow window', () => {
  it('the table has its width; what is chosen stands below it, and can be closed', async () => {
    window.innerWidth = 1_100;
    const one = row('session:aaa');
    show({ ...scanOf(page([one])), ...reading([], one) });
    const first = await rowNamed('aaa');
    expect(screen.queryByRole('complementary', { name: 'Session' })).toBeNull();
    fireEvent.click(first);
    await screen.findByRole('complementary', { name: 'Session' });
    // Named for what it is now: the line lies between two that are one above the other.
    expect(screen.getByRole('separator', { name: 'Height of the inspector' })).not.toBeNull();
    fireEvent.click(inspector().getByRole('button', { name: 'Close the session' }));
    expect(screen.queryByRole('complementary', { name: 'Session' })).toBeNull();
    window.innerWidth = 1_440;
  });
});

describe('the list', () => {
  it('shows each session with its user, what it was read as, and what was passed over', async () => {
    show(
      scanOf(
        page([row('session:aaa', { user: '42' })], { others: 2, scanned: 3, of: 5, done: false }),
        page(
          [
            row('session:bbb', {
              recognisedAs: 'Hash',
              certain: false,
              type: 'hash',
              sizeBytes: 3,
            }),
          ],
          {
            others: 1,
            scanned: 5,
            of: 5,
          },
        ),
      ),
    );
    const first = await rowNamed('aaa');
    expect(first.textContent).toContain('42');
    expect(first.textContent).toContain('express-session');
    expect((await rowNamed('bbb')).textContent).toContain('Hash, likely');
    expect((await rowNamed('bbb')).textContent).toContain('3 fields');
    expect(screen.getByText('All 5 keys scanned')).toBeTruthy();
    expect(screen.getByText('3 keys of this pattern are no sessions')).toBeTruthy();
  });

  it('says while it scans that there may be more, and can be stopped', async () => {
    show({
      async *'sessions.scan'() {
        yield page([row('session:aaa')], { scanned: 10, of: 1_000, done: false });
        await new Promise(() => undefined);
      },
    });
    await rowNamed('aaa');
    expect(screen.getByText('≥ 1')).toBeTruthy();
    expect(screen.getByText('Scanned 10 of about 1,000')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Stop' }));
    expect(screen.getByText('Stopped after 10 of about 1,000')).toBeTruthy();
    expect(await rowNamed('aaa')).toBeTruthy();
  });

  it('says that nothing was found, and what to look for', async () => {
    show(scanOf(page([], { others: 4, of: 4 })));
    expect(await screen.findByText('No sessions found')).toBeTruthy();
    expect(
      screen.getByText(/No key like session:\* reads as a session; connect-redis/),
    ).toBeTruthy();
    expect(screen.getByText('4 keys of this pattern are no sessions')).toBeTruthy();
  });

  it('does not call a key no session that this user may not read', async () => {
    show(scanOf(page([], { others: 1, refused: 40, of: 41 })));
    expect(await screen.findByText('No sessions that this user may read')).toBeTruthy();
    expect(screen.getByText('40 keys of this pattern may not be read by this user')).toBeTruthy();
    expect(screen.getByText('1 key of this pattern is no sessions')).toBeTruthy();
  });

  it('says why it failed and never that all was scanned, and can be tried again', async () => {
    let tries = 0;
    show({
      async *'sessions.scan'() {
        tries += 1;
        if (tries > 1) {
          yield page([row('session:bbb')]);
          return;
        }
        yield page([row('session:aaa')], { scanned: 1, of: 9, done: false });
        throw new StreamFailure({
          code: 'redis.offline',
          cause: 'ECONNRESET',
          hint: 'Wait for the connection',
          message: 'No connection to the server',
        });
      },
    });
    expect(await screen.findByText(/No connection to the server/)).toBeTruthy();
    expect(await rowNamed('aaa')).toBeTruthy();
    expect(screen.queryByText(/keys scanned/)).toBeNull();
    expect(screen.getByText('Failed after 1 of about 9')).toBeTruthy();
    const [again] = screen.getAllByRole('button', { name: 'Scan again' });
    if (again !== undefined) fireEvent.click(again);
    expect(await rowNamed('bbb')).toBeTruthy();
    await waitFor(() => expect(screen.queryByText(/No connection to the server/)).toBeNull());
  });

  it('scans another pattern once it is entered, escapes and all', async () => {
    const patterns: string[] = [];
    show({
      async *'sessions.scan'({ pattern }) {
        patterns.push(escapeBytes(pattern));
        yield page([]);
      },
    });
    await screen.findByText('No sessions found');
    const field = screen.getByRole('searchbox', { name: 'Key pattern of sessions' });
    for (const text of ['sess:*', 'a\\xff*', 'literal\\*:*']) {
      fireEvent.change(field, { target: { value: text } });
      fireEvent.keyDown(field, { key: 'Enter' });
    }
    await waitFor(() =>
      expect(patterns).toEqual(['session:*', 'sess:*', 'a\\xff*', 'literal\\\\*:*']),
    );
  });

  it('is narrowed by a whole user or a part of a key', async () => {
    show(
      scanOf(
        page([
          row('session:aaa', { user: '4' }),
          row('session:bbb', { user: '42' }),
          row('session:c4c'),
        ]),
      ),
    );
    await rowNamed('aaa');
    const field = screen.getByRole('searchbox', { name: 'User or session' });
    fireEvent.change(field, { target: { value: '4' } });
    expect(
      table()
        .getAllByRole('row', { name: /aaa|bbb|c4c/ })
        .map(({ textContent }) => textContent?.slice(0, 3)),
    ).toHaveLength(2);
    expect(table().queryByRole('row', { name: /bbb/ })).toBeNull();
    fireEvent.change(field, { target: { value: 'nobody' } });
    expect(await screen.findByText('No session matches')).toBeTruthy();
  });

  it('can be those that end soon, or never', async () => {
    show(
      scanOf(
        page([
          row('session:soon', { ttlMs: 60_000 }),
          row('session:late'),
          row('session:ever', { ttlMs: null }),
        ]),
      ),
    );
    await rowNamed('soon');
    fireEvent.click(screen.getByRole('radio', { name: /No expiry/ }));
    expect(table().queryByRole('row', { name: /soon|late/ })).toBeNull();
    expect(table().getByRole('row', { name: /ever/ })).toBeTruthy();
    fireEvent.click(screen.getByRole('radio', { name: /Within 5 min/ }));
    expect(table().getByRole('row', { name: /soon/ })).toBeTruthy();
    expect(table().queryByRole('row', { name: /ever|late/ })).toBeNull();
  });
});

describe('one session', () => {
  const one = row('session:aaa', { user: '42' });
  const open = async (
    answers: FakeAnswers,
    change: Partial<OpenConnection> = {},
  ): Promise<void> => {
    show({ ...scanOf(page([one])), ...answers }, change);
    fireEvent.click(await rowNamed('aaa'));
  };

  it('shows what it holds, what is secret only when asked for', async () => {
    await open(
      reading(
        [
          { name: 'userId', value: '42', secret: false },
          { name: 'csrf', value: 'hunter2', secret: true },
        ],
        one,
      ),
    );
    expect(await inspector().findByText('userId')).toBeTruthy();
    expect(document.body.textContent).not.toContain('hunter2');
    fireEvent.click(inspector().getByRole('button', { name: 'hidden, 7 characters' }));
    expect(inspector().getByText('hunter2')).toBeTruthy();
  });

  it('hides again what is secret of the next one', async () => {
    const two = row('session:bbb');
    show({
      ...scanOf(page([one, two])),
      'sessions.read': ({ key }) => {
        const isFirst = escapeBytes(key) === 'session:aaa';
        const value = isFirst ? 'hunter1' : 'hunter2';
        return ok({ row: isFirst ? one : two, fields: [{ name: 'csrf', value, secret: true }] });
      },
    });
    fireEvent.click(await rowNamed('aaa'));
    fireEvent.click(await inspector().findByRole('button', { name: /^hidden/ }));
    expect(inspector().getByText('hunter1')).toBeTruthy();
    fireEvent.click(await rowNamed('bbb'));
    await inspector().findByRole('button', { name: /^hidden/ });
    await waitFor(() => expect(document.body.textContent).not.toContain('hunter1'));
    expect(document.body.textContent).not.toContain('hunter2');
  });

  it('says when it has ended meanwhile', async () => {
    await open({
      'sessions.read': () =>
        fail({ code: 'notFound', what: 'session', message: 'This session has ended' }),
    });
    expect(await inspector().findByText(/This session has ended/)).toBeTruthy();
  });

  it('opens its key in Keys', async () => {
    await open(reading([], one));
    fireEvent.click(await inspector().findByRole('button', { name: 'Open key' }));
    const { keyRequest, activity } = sessionStore.getState();
    expect(activity).toBe('keys');
    expect(escapeBytes(keyRequest?.key ?? new Uint8Array())).toBe('session:aaa');
  });

  it('is extended by half an hour from what is left, and that can be taken back', async () => {
    const asked: Input<'keys.setTtl'>[] = [];
    const ticket = {
      id: ticketId.parse('t1'),
      title: 'Changed the TTL of session:aaa',
      command: 'PEXPIRE',
      atMs: Date.now(),
      expiresAtMs: Date.now() + 60_000,
    };
    await open({
      ...reading([], one),
      'keys.setTtl': (input) => {
        asked.push(input);
        return ok(ticket);
      },
    });
    fireEvent.click(await inspector().findByRole('button', { name: 'Extend 30 min' }));
    expect(await screen.findByText('Changed the TTL of session:aaa')).toBeTruthy();
    expect(screen.getByRole('button', { name: /Undo/ })).toBeTruthy();
    const { ttlMs = 0 } = asked[0] ?? {};
    expect(ttlMs).toBeGreaterThan(5_350_000);
    expect(ttlMs).toBeLessThanOrEqual(5_400_000);
  });

  it('is revoked with undo, and leaves the list', async () => {
    const planned: KeySelection[] = [];
    await open({
      ...reading([], one),
      ...fakeBulk(
        fakePlan(1, { command: 'UNLINK session:aaa' }),
        {
          changed: 1,
          ticket: {
            id: ticketId.parse('t2'),
            title: 'Deleted 1 key',
            command: 'UNLINK',
            atMs: Date.now(),
            expiresAtMs: Date.now() + 60_000,
          },
        },
        { onPlan: (selection) => planned.push(selection) },
      ),
    });
    fireEvent.click(await inspector().findByRole('button', { name: 'Revoke' }));
    await waitFor(() => expect(table().queryByRole('row', { name: /aaa/ })).toBeNull());
    expect(screen.getByText('No session chosen')).toBeTruthy();
    expect(screen.getByRole('button', { name: /Undo/ })).toBeTruthy();
    const [selection] = planned;
    expect(selection?.kind === 'keys' ? selection.keys.map(escapeBytes) : []).toEqual([
      'session:aaa',
    ]);
  });

  it('on a locked connection can be read and not changed, and says why', async () => {
    await open(reading([{ name: 'userId', value: '42', secret: false }], one), { readOnly: true });
    expect(await inspector().findByText('userId')).toBeTruthy();
    for (const name of ['Revoke', 'Extend 30 min']) {
      const button = inspector().getByRole('button', { name });
      expect(button.getAttribute('aria-disabled')).toBe('true');
      fireEvent.click(button);
    }
    expect(toasts.getState().toasts).toEqual([]);
  });
});

describe('several sessions', () => {
  it('chosen together are extended together; what failed is said', async () => {
    const rows = [row('session:aaa'), row('session:bbb'), row('session:ever', { ttlMs: null })];
    const asked: string[] = [];
    show({
      ...scanOf(page(rows)),
      'keys.setTtl': ({ key }) => {
        asked.push(escapeBytes(key));
        return escapeBytes(key) === 'session:bbb'
          ? fail({ code: 'notFound', what: 'key', message: 'It has gone' })
          : ok({
              id: ticketId.parse('t1'),
              title: 'x',
              command: 'PEXPIRE',
              atMs: 0,
              expiresAtMs: Date.now() + 60_000,
            });
      },
    });
    await rowNamed('aaa');
    for (const box of table().getAllByRole('checkbox', { name: /Select (row|session)|^Select$/ }))
      fireEvent.click(box);
    expect(screen.getByText('3 selected')).toBeTruthy();
    fireEvent.keyDown(screen.getByRole('button', { name: 'Extend' }), { key: 'ArrowDown' });
    fireEvent.click(await screen.findByRole('menuitem', { name: /By 2 h/ }));
    expect(await screen.findByText(/Extended 1 session/)).toBeTruthy();
    expect(screen.getByText(/It has gone/)).toBeTruthy();
    expect(asked.sort()).toEqual(['session:aaa', 'session:bbb']);
  });
});
