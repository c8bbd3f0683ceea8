import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Settings } from '../../../src-shared/contract/app.ts';
import type { OpenConnection } from '../../../src-shared/contract/connections.ts';
import { connectionId, profileId, ticketId } from '../../../src-shared/contract/define.ts';
import type { Item } from '../../../src-shared/contract/index.ts';
import type { ChangedServer, HistoryEntry } from '../../../src-shared/contract/undo.ts';
import { toBytes } from '../../../src-shared/redis-value.ts';
import { fail, ok } from '../../../src-shared/result.ts';
import { fakeUndo } from '../../app/removal/testing/fake-bulk.ts';
import { sessionStore } from '../../app/session-store.ts';
import { ClientContext } from '../../client/client-context.ts';
import { createFakeClient, type FakeAnswers } from '../../client/fake-client.ts';
import { fakeConnection } from '../../client/fake-connection.ts';
import { StreamFailure } from '../../client/stream-failure.ts';
import { fakeLayout } from '../../ui/testing/fake-layout.ts';
import { Toaster } from '../../ui/Toaster.tsx';
import { toasts } from '../../ui/toast-store.ts';
import { TooltipProvider } from '../../ui/Tooltip.tsx';
import { HistoryView } from './HistoryView.tsx';

let opened = 0;
let connection: OpenConnection;
const later = Date.now() + 3_600_000;
const settings: Settings = {
  theme: 'dark',
  density: 'dense',
  zoom: 100,
  panes: {},
  activity: 'history',
  listColumns: ['type'],
  listFilter: 'part',
  rateLimitRules: {},
  decodeRules: {},
  undoHours: 24,
  undoMegabytes: 256,
};
const shop: ChangedServer = {
  name: 'Shop',
  address: 'localhost:6379',
  db: 0,
  environment: 'production',
  sandbox: false,
  profile: profileId.parse('shop'),
};

beforeAll(fakeLayout);
beforeEach(() => {
  opened += 1;
  connection = fakeConnection({
    id: connectionId.parse(`history-${opened}`),
  });
  for (const { id } of toasts.getState().toasts) toasts.dismiss(id);
});
afterEach(cleanup);

const change = (name: string, more: Partial<HistoryEntry> = {}): HistoryEntry => ({
  id: ticketId.parse(name),
  title: `Deleted ${name}`,
  command: `UNLINK ${name}`,
  atMs: 1_000,
  server: shop,
  connection: connection.id,
  keys: 1,
  bytes: 400,
  state: { is: 'undoable', untilMs: later, survivesQuit: true, left: 1 },
  lastUndo: null,
  ...more,
});
type Storage = Item<'undo.history'>['storage'];
const listOf = (entries: readonly HistoryEntry[], more: Partial<Storage> = {}): FakeAnswers => ({
  async *'undo.history'() {
    yield {
      entries: [...entries],
      gone: [],
      complete: true,
      storage: { usedBytes: 8_192, sealedBytes: 0, survivesQuit: true, problem: null, ...more },
    };
  },
});
const kept: FakeAnswers = {
  'undo.preview': () =>
    ok({
      keys: [
        {
          key: toBytes('a'),
          what: 'Comes back',
          wasDeleted: true,
          type: 'hash',
          expiresAtMs: null,
        },
      ],
      total: 3,
      unread: 0,
    }),
  'undo.check': () => ok({ conflicts: [], checked: 1, comparedLater: 0 }),
};

function show(answers: FakeAnswers, more: Partial<OpenConnection> = {}): void {
  connection = { ...connection, ...more };
  sessionStore.setState({ connections: [connection], active: connection.id, settings });
  render(
    <ClientContext value={createFakeClient(answers)}>
      <TooltipProvider>
        <HistoryView connection={connection} />
        <Toaster />
      </TooltipProvider>
    </ClientContext>,
  );
}
const table = () => within(screen.getByRole('grid', { name: 'Changes' }));
const rowNamed = async (name: string) => await screen.findByRole('row', { name: new RegExp(name) });
const detail = () => within(screen.getByRole('complementary', { name: 'Change' }));
const choose = async (name: string) => fireEvent.click(await rowNamed(name));

describe('the list', () => {
  it('says of each change what its undo is worth', async () => {
    show(
      listOf([
        change('a'),
        change('b', {
          state: { is: 'undone' },
          lastUndo: { atMs: 2_000, restored: 1, conflictCount: 0 },
        }),
        change('c', { state: { is: 'expired' }, bytes: 0 }),
        change('d', { state: { is: 'never', reason: 'The server refuses DUMP' }, bytes: 0 }),
        change('e', {
          keys: 5,
          state: { is: 'undoable', untilMs: later, survivesQuit: true, left: 2 },
          lastUndo: { atMs: 2_000, restored: 3, conflictCount: 2 },
        }),
        change('f', { state: { is: 'forgotten' }, bytes: 0 }),
      ]),
    );
    expect((await rowNamed('Deleted a')).textContent).toContain('Undo until');
    expect((await rowNamed('Deleted b')).textContent).toContain('Undone');
    expect((await rowNamed('Deleted c')).textContent).toContain('Expired');
    expect((await rowNamed('Deleted d')).textContent).toContain('No undo');
    expect((await rowNamed('Deleted e')).textContent).toContain('Undone in part, 2 left');
    expect((await rowNamed('Deleted f')).textContent).toContain('Forgotten');
  });

  it('is narrowed by text, by state and by server', async () => {
    const other = { ...shop, name: 'Stage' };
    show(
      listOf([
        change('apple'),
        change('pear', { state: { is: 'expired' } }),
        change('plum', { server: other }),
      ]),
    );
    await rowNamed('apple');
    const field = screen.getByRole('searchbox', { name: 'Change' });
    fireEvent.change(field, { target: { value: 'unlink P' } });
    expect(table().queryByRole('row', { name: /apple/ })).toBeNull();
    expect(await rowNamed('pear')).toBeTruthy();
    fireEvent.click(screen.getByRole('radio', { name: /Can be undone/ }));
    expect(table().queryByRole('row', { name: /pear/ })).toBeNull();
    expect(await rowNamed('plum')).toBeTruthy();
    fireEvent.change(screen.getByRole('combobox', { name: 'Server' }), {
      target: { value: 'Shop localhost:6379/0' },
    });
    expect(await screen.findByText('No change matches')).toBeTruthy();
  });

  it('follows what changes, and forgets what is gone', async () => {
    const gate = Promise.withResolvers<void>();
    const storage = { usedBytes: 0, sealedBytes: 0, survivesQuit: true, problem: null };
    const [a, b] = [change('a'), change('b')];
    show({
      async *'undo.history'() {
        yield { entries: [a], gone: [], complete: false, storage };
        yield { entries: [b], gone: [], complete: true, storage };
        await gate.promise;
        yield {
          entries: [{ ...a, state: { is: 'undone' } }],
          gone: [b.id],
          complete: true,
          storage,
        };
      },
    });
    await rowNamed('Deleted b');
    gate.resolve();
    await waitFor(() => expect(table().queryByRole('row', { name: /Deleted b/ })).toBeNull());
    expect((await rowNamed('Deleted a')).textContent).toContain('Undone');
  });

  it('says that nothing was changed, and what is wrong with the list', async () => {
    show(listOf([], { problem: 'A part of it is damaged', survivesQuit: false }));
    expect(await screen.findByText('Nothing was changed yet')).toBeTruthy();
    expect(screen.getByText('A part of it is damaged')).toBeTruthy();
    expect(screen.getByText(/No system keychain: kept until Redstart quits/)).toBeTruthy();
  });

  it('says what failed', async () => {
    show({
      // eslint-disable-next-line require-yield
      async *'undo.history'() {
        throw new StreamFailure({ code: 'internal', ref: 'x1', message: 'It broke' });
      },
    });
    expect(await screen.findByText('It broke')).toBeTruthy();
  });
});

describe('a change', () => {
  it('shows what would come back, and is taken back', async () => {
    const undone: string[] = [];
    show({
      ...listOf([change('a', { keys: 3 })]),
      ...kept,
      ...fakeUndo({ restored: 3 }, (ticket) => undone.push(ticket)),
    });
    await choose('Deleted a');
    expect(await detail().findByText('Comes back')).toBeTruthy();
    expect(detail().getByText('and 2 more')).toBeTruthy();
    expect(await detail().findByText(/An undo never overwrites/)).toBeTruthy();
    fireEvent.click(detail().getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(undone).toEqual(['a']));
    expect(await screen.findByText('Restored 3 keys')).toBeTruthy();
  });

  it('names what stands in the way now and what stood there last time', async () => {
    show({
      ...listOf([change('a', { lastUndo: { atMs: 1, restored: 0, conflictCount: 101 } })]),
      ...kept,
      'undo.check': () =>
        ok({
          conflicts: [{ key: toBytes('a'), reason: 'There is one' }],
          checked: 1,
          comparedLater: 0,
        }),
      'undo.conflicts': () => ok({ conflicts: [{ key: toBytes('was'), reason: 'It was there' }] }),
    });
    await choose('Deleted a');
    expect(await detail().findByText('Would be left alone: There is one')).toBeTruthy();
    expect(await detail().findByText('It was there')).toBeTruthy();
    expect(detail().getByText('and 100 more that are not named')).toBeTruthy();
    fireEvent.click(detail().getByRole('button', { name: 'Open key a' }));
    expect(sessionStore.getState().activity).toBe('keys');
  });

  it('of a server that is not open asks to open it, and says when it cannot', async () => {
    const asked: string[] = [];
    show({
      ...listOf([
        change('a', { connection: null }),
        change('b', { connection: null, server: { ...shop, profile: null } }),
      ]),
      ...kept,
      'connections.open': ({ profile }) => {
        asked.push(profile);
        return fail({
          code: 'redis.offline',
          cause: 'ECONNREFUSED',
          hint: 'Start it',
          message: 'No server there',
        });
      },
    });
    await choose('Deleted a');
    expect(await detail().findByText(/known once the connection is open/)).toBeTruthy();
    fireEvent.click(detail().getByRole('button', { name: 'Open connection' }));
    expect(await screen.findByText('Shop was not opened')).toBeTruthy();
    expect(asked).toEqual(['shop']);
    await choose('Deleted b');
    const button = await detail().findByRole('button', { name: 'Open connection' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
  });

  it('made where its connection no longer points says where it can be undone', async () => {
    show({
      ...listOf([change('a', { connection: null })]),
      ...kept,
      'connections.open': () =>
        ok({ ...connection, id: connectionId.parse(`elsewhere-${opened}`), db: 7 }),
    });
    await choose('Deleted a');
    fireEvent.click(await detail().findByRole('button', { name: 'Open connection' }));
    expect(await screen.findByText('Shop is another server or database now')).toBeTruthy();
    expect(sessionStore.getState().active).toBe(`elsewhere-${opened}`);
  });

  it('is not taken back on a locked connection, and is forgotten only after a word', async () => {
    const forgotten: string[] = [];
    show(
      {
        ...listOf([change('a')]),
        ...kept,
        'undo.forget': ({ ticket }) => {
          forgotten.push(ticket);
          return ok({ freedBytes: 400 });
        },
      },
      { readOnly: true },
    );
    await choose('Deleted a');
    expect(
      (await detail().findByRole('button', { name: 'Undo' })).getAttribute('aria-disabled'),
    ).toBe('true');
    fireEvent.click(detail().getByRole('button', { name: 'Forget' }));
    const dialog = within(screen.getByRole('alertdialog'));
    expect(dialog.getByText(/It can then never be undone/)).toBeTruthy();
    expect(forgotten).toEqual([]);
    fireEvent.click(dialog.getByRole('button', { name: 'Forget' }));
    expect(await screen.findByText('Forgotten: Deleted a')).toBeTruthy();
    expect(forgotten).toEqual(['a']);
  });
});

describe('what is kept', () => {
  it('has its limits changed in place, within their bounds', async () => {
    const changes: object[] = [];
    show({
      ...listOf([]),
      'settings.update': ({ change: wanted }) => {
        changes.push(wanted);
        return ok({ ...settings, undoHours: wanted.undoHours ?? 0 });
      },
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Settings' }));
    const hours = screen.getByRole('textbox', { name: 'Hours a change can be undone' });
    fireEvent.change(hours, { target: { value: '721' } });
    fireEvent.blur(hours);
    expect(screen.getByText('Write a whole number from 1 to 720')).toBeTruthy();
    fireEvent.change(hours, { target: { value: '48' } });
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(changes).toEqual([{ undoHours: 48, undoMegabytes: 256 }]));
    expect(await screen.findByText(/48 hours/)).toBeTruthy();
  });

  it('that is more than allowed is said, with what to do', async () => {
    show(listOf([], { usedBytes: 300 * 1_048_576 }));
    expect(await screen.findByText('The undo journal is full.')).toBeTruthy();
    expect(screen.getByRole('meter').getAttribute('aria-valuetext')).toBe('300 MB of 256 MB');
  });
});
