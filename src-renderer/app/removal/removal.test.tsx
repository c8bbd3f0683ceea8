import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BulkPlan } from '../../../src-shared/contract/bulk.ts';
import { connectionId, ticketId } from '../../../src-shared/contract/define.ts';
import type { OpenConnection } from '../../../src-shared/contract/connections.ts';
import type { Item } from '../../../src-shared/contract/index.ts';
import type { KeySelection, PlanProgress } from '../../../src-shared/contract/keys.ts';
import { toBytes } from '../../../src-shared/redis-value.ts';
import { fail, ok } from '../../../src-shared/result.ts';
import { ClientContext } from '../../client/client-context.ts';
import { createFakeClient, type FakeAnswers } from '../../client/fake-client.ts';
import { fakeConnection } from '../../client/fake-connection.ts';
import { Toaster } from '../../ui/Toaster.tsx';
import { toasts } from '../../ui/toast-store.ts';
import { TooltipProvider } from '../../ui/Tooltip.tsx';
import { sessionStore } from '../session-store.ts';
import { jobsStore } from '../jobs/jobs-store.ts';
import { fakeBulk, fakeEndedJob, fakePlan, fakeUndo, planStream } from './testing/fake-bulk.ts';
import { removalStore } from './removal-store.ts';
import { RemovalHost } from './RemovalHost.tsx';
import { removeKeys, type Removed } from './remove-keys.ts';

globalThis.ResizeObserver = class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
};

const id = connectionId.parse('c1');
const local: OpenConnection = fakeConnection({
  id,
  name: 'Price comparison',
});
const names = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => toBytes(`offer:techhaus:${i}`));

const planOf = (count: number, change: Partial<BulkPlan> = {}): BulkPlan =>
  fakePlan(count, {
    sample: names(Math.min(count, 20)).map((key) => ({ key, type: 'hash', ttlMs: null, to: null })),
    bytes: 3_250_586,
    ...change,
  });
const ticket = {
  id: ticketId.parse('t1'),
  title: 'Deleted 3 keys',
  command: 'UNLINK',
  atMs: 0,
  expiresAtMs: Date.now() + 86_400_000,
};
interface Run {
  readonly answers: FakeAnswers;
  readonly connection?: Partial<OpenConnection>;
  readonly selection?: KeySelection;
  readonly mustAsk?: boolean;
  readonly onUndone?: () => void;
}

function run({ answers, connection = {}, selection, mustAsk, onUndone }: Run): {
  readonly outcome: Promise<Removed | null>;
} {
  sessionStore.setState({ connections: [{ ...local, ...connection }], active: id });
  const client = createFakeClient(answers);
  render(
    <ClientContext value={client}>
      <TooltipProvider>
        <RemovalHost />
        <Toaster />
      </TooltipProvider>
    </ClientContext>,
  );
  const outcome = removeKeys({
    client,
    connection: id,
    selection: selection ?? { kind: 'keys', keys: names(3) },
    what: '3 selected keys',
    mustAsk,
    onUndone,
  });
  return { outcome };
}

const deleteAndCount = (plan: BulkPlan, applied: string[]): FakeAnswers =>
  fakeBulk(plan, { changed: plan.count, ticket }, { onStart: () => applied.push(plan.plan) });

beforeEach(() => {
  removalStore.setState({ status: 'closed' }, true);
  for (const { id: toast } of toasts.getState().toasts) toasts.dismiss(toast);
});
afterEach(cleanup);

describe('a delete that can be undone, of few keys, off production', () => {
  it('does not ask, says what was done, and offers to take it back', async () => {
    const applied: string[] = [];
    const undone: string[] = [];
    let reread = 0;
    const { outcome } = run({
      answers: {
        ...deleteAndCount(planOf(3), applied),
        ...fakeUndo({ restored: 3 }, (which) => undone.push(which)),
      },
      onUndone: () => (reread += 1),
    });
    expect(await outcome).toEqual({ deleted: 3, failed: [] });
    expect(applied).toEqual(['p1']);
    expect(screen.queryByRole('alertdialog')).toBeNull();
    fireEvent.click(await screen.findByRole('button', { name: /Undo/ }));
    await screen.findByText('Restored 3 keys');
    expect(undone).toEqual(['t1']);
    expect(reread).toBe(1);
  });

  it('takes it back with the shortcut, but not while typing', async () => {
    const undone: string[] = [];
    const { outcome } = run({
      answers: {
        ...deleteAndCount(planOf(3), []),
        ...fakeUndo({ restored: 3 }, (which) => undone.push(which)),
      },
    });
    await outcome;
    await screen.findByText('Deleted 3 keys');
    const field = document.body.appendChild(document.createElement('input'));
    fireEvent.keyDown(field, { key: 'z', ctrlKey: true });
    field.remove();
    expect(undone).toEqual([]);
    fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
    await screen.findByText('Restored 3 keys');
    fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
    expect(undone).toEqual(['t1']);
  });

  it('lists what could not be restored', async () => {
    const conflicts = names(4).map((key) => ({ key, reason: 'is there again' }));
    const { outcome } = run({
      answers: {
        ...deleteAndCount(planOf(6), []),
        ...fakeUndo({ restored: 2, conflicts }),
      },
    });
    await outcome;
    fireEvent.click(await screen.findByRole('button', { name: /Undo/ }));
    await screen.findByText('Restored 2 of 6 keys');
    expect(screen.getByText(/offer:techhaus:0: is there again/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: /See all/ }));
    await screen.findByRole('dialog', { name: 'Left 4 keys of 6 alone' });
  });
});

describe('a large undo', () => {
  const undo = async (undone: Parameters<typeof fakeUndo>[0], runs: string[] = []) => {
    const { outcome } = run({
      answers: {
        ...fakeBulk(planOf(3), { changed: 3, ticket }),
        ...fakeUndo(undone, (which) => runs.push(which)),
      },
    });
    await outcome;
    jobsStore.setState({ jobs: [] });
    fireEvent.click(await screen.findByRole('button', { name: /Undo/ }));
  };

  it('that was cancelled says how far it came, and offers the rest', async () => {
    const runs: string[] = [];
    const change = { status: 'cancelled', total: 20_000, done: 7_000, ticket } as const;
    await undo({ restored: 7_000, change }, runs);
    await screen.findByText('Restored 7,000 of 20,000 keys');
    fireEvent.click(screen.getByRole('button', { name: /Undo the rest/ }));
    await waitFor(() => expect(runs).toEqual(['t1', 't1']));
  });

  it('stays on the list of work; a small one that went well does not', async () => {
    await undo({ restored: 20_000 });
    await screen.findByText('Restored 20,000 keys');
    expect(jobsStore.getState().jobs).toMatchObject([{ kind: 'undo', changed: 20_000 }]);
    cleanup();
    await undo({ restored: 3 });
    await screen.findByText('Restored 3 keys');
    expect(jobsStore.getState().jobs).toEqual([]);
  });
});

describe('a delete that needs a word', () => {
  it.each([
    ['production', planOf(3), { environment: 'production' as const }, 'production'],
    ['1,000 keys', planOf(1_000), {}, 'local'],
  ])('on %s the name of the environment is typed', async (_why, plan, connection, word) => {
    const applied: string[] = [];
    const { outcome } = run({
      answers: deleteAndCount(plan, applied),
      connection,
    });
    const dialog = within(await screen.findByRole('alertdialog'));
    const confirm = () => dialog.getByRole('button', { name: /^Delete/ });
    fireEvent.click(confirm());
    expect(applied).toEqual([]);
    fireEvent.change(dialog.getByRole('textbox'), { target: { value: word } });
    fireEvent.click(confirm());
    expect(await outcome).toEqual({ deleted: plan.count, failed: [] });
    expect(applied).toEqual(['p1']);
  });

  it('says that it cannot be undone, and why; Cancel changes nothing', async () => {
    const applied: string[] = [];
    const plan = planOf(2, { undo: { kind: 'none', reason: 'this user may not run DUMP' } });
    const { outcome } = run({
      answers: deleteAndCount(plan, applied),
    });
    const dialog = within(await screen.findByRole('alertdialog', { name: 'Delete 2 keys?' }));
    expect(dialog.getByText(/Cannot be undone: this user may not run DUMP/)).toBeTruthy();
    fireEvent.click(dialog.getByRole('button', { name: /Cancel/ }));
    expect(await outcome).toBeNull();
    expect(applied).toEqual([]);
  });

  it('says of a pattern that what comes to match later is left out', async () => {
    const match = toBytes('offer:*');
    run({
      answers: fakeBulk(planOf(1_000), { changed: 1_000, ticket }),
      selection: { kind: 'pattern', match, type: null, prefix: null },
    });
    const dialog = within(await screen.findByRole('alertdialog'));
    expect(dialog.getByText('Keys that come to match after this count')).toBeTruthy();
  });

  it('keeps the dialog with the error when it fails, and can be tried again', async () => {
    let tries = 0;
    const { outcome } = run({
      answers: {
        'bulk.plan': () =>
          planStream(ok(planOf(2, { undo: { kind: 'none', reason: 'too large' } }))),
        'bulk.start': () => {
          tries += 1;
          return tries === 1
            ? fail({
                code: 'redis.reply',
                command: 'unlink',
                prefix: 'OOM',
                message: 'OOM command not allowed',
              })
            : ok({ job: fakeEndedJob({ changed: 2, ticket: null }).id });
        },
      },
    });
    const dialog = within(await screen.findByRole('alertdialog'));
    fireEvent.click(dialog.getByRole('button', { name: /^Delete/ }));
    await dialog.findByText(/OOM command not allowed/);
    fireEvent.click(dialog.getByRole('button', { name: /^Delete/ }));
    expect(await outcome).toEqual({ deleted: 2, failed: [] });
    expect(screen.queryByRole('button', { name: /Undo/ })).toBeNull();
  });
});

describe('the whole database', () => {
  const all = (match: string, type: string | null = null): KeySelection => ({
    kind: 'pattern',
    match: toBytes(match),
    type,
    prefix: null,
  });

  it('is said plainly, and its name typed, however few keys are in it', async () => {
    const { outcome } = run({
      answers: deleteAndCount(planOf(3), []),
      selection: all('*'),
      mustAsk: true,
    });
    const dialog = within(await screen.findByRole('alertdialog', { name: 'Delete 3 keys?' }));
    expect(dialog.getByText('The whole database.')).toBeTruthy();
    fireEvent.change(dialog.getByRole('textbox'), { target: { value: 'local' } });
    fireEvent.click(dialog.getByRole('button', { name: /^Delete/ }));
    expect(await outcome).toEqual({ deleted: 3, failed: [] });
  });

  it.each([all('*', 'hash'), all('a*')])('is not what is narrowed', async (selection) => {
    const { outcome } = run({ answers: deleteAndCount(planOf(3), []), selection, mustAsk: true });
    const dialog = within(await screen.findByRole('alertdialog', { name: 'Delete 3 keys?' }));
    expect(dialog.queryByText('The whole database.')).toBeNull();
    fireEvent.click(dialog.getByRole('button', { name: /Cancel/ }));
    expect(await outcome).toBeNull();
  });
});

describe('honest reports', () => {
  it('names what was not deleted and what had gone', async () => {
    const failed = [{ key: toBytes('a\u202eb'), reason: 'NOPERM' }];
    const { outcome } = run({
      answers: fakeBulk(planOf(3), { changed: 1, missing: 1, failed, ticket: null }),
    });
    expect(await outcome).toEqual({ deleted: 1, failed });
    await screen.findByText('Deleted 1 of 2 keys');
    expect(screen.getByText('a\\u{202e}b: NOPERM. 1 key had gone already')).toBeTruthy();
  });

  it('tells what had changed between the plan and its turn', async () => {
    const left = names(2).map((key) => ({ key, reason: 'Left alone' }));
    const job = fakeEndedJob(
      { changed: 2, missing: 1, ticket: null },
      { otherType: 2, otherTtl: 1 },
    );
    const { outcome } = run({
      answers: {
        ...fakeBulk(planOf(5), { changed: 2, ticket: null }),
        'bulk.start': () => ok({ job: job.id }),
        'jobs.report': ({ part, offset }) => {
          const rows = part === 'otherType' ? left.slice(offset, offset + 1) : [];
          return ok({ rows, kept: 2, total: 2 });
        },
      },
    });
    // They are there still: a list must not take them for deleted.
    expect(await outcome).toEqual({ deleted: 2, failed: left });
    await screen.findByText('Deleted 2 keys');
    expect(
      screen.getByText(
        '1 key had gone already, 2 keys of another type by then, left alone, 1 key with another TTL by then',
      ),
    ).toBeTruthy();
  });

  it('gives all names of a selection that failed, page by page', async () => {
    const failed = names(2_500).map((key) => ({ key, reason: 'NOPERM' }));
    const { outcome } = run({
      answers: fakeBulk(planOf(3), { changed: 1, failed, ticket: null }),
    });
    expect((await outcome)?.failed).toHaveLength(2_500);
    fireEvent.click(await screen.findByRole('button', { name: /See all/ }));
    await screen.findByRole('dialog', { name: '2,500 keys not deleted' });
  });

  it('says so when nothing was left to delete', async () => {
    const { outcome } = run({ answers: { 'bulk.plan': () => planStream(ok(planOf(0))) } });
    expect(await outcome).toEqual({ deleted: 0, failed: [] });
    await screen.findByText('No such keys are there any more');
  });

  it('says why a plan failed', async () => {
    const { outcome } = run({
      answers: {
        'bulk.plan': () =>
          planStream(
            fail({
              code: 'redis.reply',
              command: 'scan',
              prefix: 'NOPERM',
              message: 'NOPERM no SCAN for you',
            }),
          ),
      },
    });
    expect(await outcome).toBeNull();
    expect(await screen.findByText(/NOPERM no SCAN for you/)).toBeTruthy();
  });

  it('asks nothing of a server that is locked', async () => {
    let planned = 0;
    const { outcome } = run({
      answers: {
        'bulk.plan': () => {
          planned += 1;
          return planStream(ok(planOf(1)));
        },
      },
      connection: { readOnly: true },
    });
    expect(await outcome).toBeNull();
    await screen.findByText('Price comparison is read-only');
    expect(planned).toBe(0);
  });
});

describe('while the keys are counted', () => {
  const selection: KeySelection = {
    kind: 'pattern',
    match: toBytes('offer:*'),
    type: null,
    prefix: null,
  };

  it('says how far it is, and Stop ends it in main', async () => {
    const more = Promise.withResolvers<void>();
    let ended = false;
    async function* scan(_input: unknown, signal?: AbortSignal): AsyncGenerator<PlanProgress> {
      signal?.addEventListener('abort', () => more.resolve());
      try {
        yield { step: 'counting', scanned: 120_000, of: 1_000_000, found: 3_204 };
        await more.promise;
      } finally {
        ended = true;
      }
    }
    const { outcome } = run({ answers: { 'bulk.plan': scan }, selection });
    const dialog = within(await screen.findByRole('dialog', { name: 'Counting the keys' }));
    await dialog.findByText('Scanned 120,000 of about 1,000,000');
    expect(dialog.getByText('3,204 keys so far')).toBeTruthy();
    expect(dialog.getByRole('meter').getAttribute('aria-valuenow')).toBe('12');
    fireEvent.click(dialog.getByRole('button', { name: /Stop/ }));
    expect(await outcome).toBeNull();
    expect(ended).toBe(true);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(toasts.getState().toasts).toEqual([]);
  });

  it('goes on to the question when it is done', async () => {
    const more = Promise.withResolvers<void>();
    async function* scan(): AsyncGenerator<Item<'bulk.plan'>> {
      yield { step: 'looking', found: 1_500 };
      await more.promise;
      yield { step: 'planned', plan: planOf(1_500) };
    }
    run({ answers: { 'bulk.plan': scan }, selection });
    await screen.findByText('Looking at some of them');
    more.resolve();
    await screen.findByRole('alertdialog', { name: 'Delete 1,500 keys?' });
    fireEvent.click(screen.getByRole('button', { name: /Cancel/ }));
  });
});
