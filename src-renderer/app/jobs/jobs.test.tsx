import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectionId, ticketId } from '../../../src-shared/contract/define.ts';
import type { Input } from '../../../src-shared/contract/index.ts';
import type { Job } from '../../../src-shared/contract/jobs.ts';
import { toBytes } from '../../../src-shared/redis-value.ts';
import { fail, ok } from '../../../src-shared/result.ts';
import { ClientContext } from '../../client/client-context.ts';
import { createFakeClient, type FakeAnswers } from '../../client/fake-client.ts';
import { fakeLayout } from '../../ui/testing/fake-layout.ts';
import { Toaster } from '../../ui/Toaster.tsx';
import { toasts } from '../../ui/toast-store.ts';
import { TooltipProvider } from '../../ui/Tooltip.tsx';
import { removalStore } from '../removal/removal-store.ts';
import { RemovalHost } from '../removal/RemovalHost.tsx';
import { fakeEndedJob, fakeUndo } from '../removal/testing/fake-bulk.ts';
import { sessionStore } from '../session-store.ts';
import { closingDialog, jobsDialog, jobsStore, untilEnded, watchJobs } from './jobs-store.ts';
import { JobsStatus } from './JobsStatus.tsx';

beforeAll(fakeLayout);
const nothingRuns = (): void =>
  jobsStore.setState({ jobs: [], isDialogOpen: false, closing: null });
beforeEach(() => {
  nothingRuns();
  removalStore.setState({ status: 'closed' }, true);
  sessionStore.setState({ connections: [], active: null });
  for (const { id } of toasts.getState().toasts) toasts.dismiss(id);
});
afterEach(() => {
  cleanup();
  nothingRuns();
});

const ticket = {
  id: ticketId.parse('t1'),
  title: 'Deleted 7 keys',
  command: 'UNLINK',
  atMs: 0,
  expiresAtMs: Date.now() + 86_400_000,
};

/** A job on the list; running unless something else is said. */
const addJob = (change: Partial<Job> = {}, changed = 7): Job =>
  fakeEndedJob(
    { changed, ticket: null },
    { status: 'running', endedAtMs: null, done: 7, total: 20, ...change },
  );

function show(answers: FakeAnswers = {}): void {
  render(
    <ClientContext value={createFakeClient(answers)}>
      <TooltipProvider>
        <JobsStatus />
        <RemovalHost />
        <Toaster />
      </TooltipProvider>
    </ClientContext>,
  );
}
const jobsList = async () => within(await screen.findByRole('list', { name: 'Jobs' }));

describe('the status bar', () => {
  it('says what runs, how far it is, how fast, and how many others there are', () => {
    addJob();
    addJob({ title: 'Rename', kind: 'rename', perSecond: 8_200, remainingMs: 120_000 });
    show();
    const group = within(screen.getByRole('group', { name: 'Work in progress' }));
    expect(group.getByText(/Renaming 7 of 20/)).toBeTruthy();
    expect(group.getByText(/^8.*keys\/s, 2 min.* left$/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'and 1 more job' })).toBeTruthy();
  });

  it('cuts off what it says where there is no room, never the buttons, and has all of it in the tooltip', () => {
    addJob({ note: 'The server answers slowly: it is asked for less at a time', perSecond: 301 });
    show();
    const said = screen.getByTitle(/^The server answers slowly.*301 keys\/s$/);
    expect(said.className).toContain('ell');
    for (let node: Element | null = said; node !== null; node = node.parentElement) {
      expect(node.className).toContain('min-w-0');
      if (node.getAttribute('role') === 'group') break;
    }
  });

  it('pauses, resumes and cancels', async () => {
    const asked: string[] = [];
    const job = addJob();
    const note =
      (name: string) =>
      ({ job: id }: { readonly job: Job['id'] }) => {
        asked.push(`${name} ${id === job.id}`);
        return ok({});
      };
    show({
      'jobs.pause': note('pause'),
      'jobs.resume': note('resume'),
      'jobs.cancel': note('cancel'),
    });
    fireEvent.click(screen.getByRole('button', { name: /^Pause/ }));
    jobsStore.setState({ jobs: [{ ...job, status: 'paused' }] });
    fireEvent.click(await screen.findByRole('button', { name: /^Resume/ }));
    fireEvent.click(screen.getByRole('button', { name: /^Cancel/ }));
    await waitFor(() => expect(asked).toEqual(['pause true', 'resume true', 'cancel true']));
  });

  it('says when a job cannot be paused any more', async () => {
    addJob();
    show({
      'jobs.pause': () =>
        fail({ code: 'notFound', what: 'job', message: 'This work is no longer on the list' }),
    });
    fireEvent.click(screen.getByRole('button', { name: /^Pause/ }));
    await screen.findByText('This work is no longer on the list');
  });

  it('leads to the list when nothing runs', async () => {
    fakeEndedJob({ changed: 3, ticket: null });
    show();
    fireEvent.click(screen.getByRole('button', { name: '1 job done' }));
    expect((await jobsList()).getByText('3 deleted')).toBeTruthy();
  });
});

describe('the list of jobs', () => {
  it('tells how each ended, why, and what had changed in between', async () => {
    addJob({
      status: 'failed',
      endedAtMs: 1,
      note: 'READONLY',
      missing: 3,
      otherType: 2,
      otherTtl: 1,
      failedCount: 13,
    });
    addJob({ status: 'paused', title: 'Copy', kind: 'copy' });
    show();
    jobsDialog.open();
    const list = await jobsList();
    expect(
      list.getByText(
        '7 deleted, 3 had gone, 2 of another type, 1 with another TTL, 13 keys not deleted',
      ),
    ).toBeTruthy();
    expect(list.getByText('Failed: READONLY')).toBeTruthy();
    expect(list.getByText(/7 of 20, 7 copied/)).toBeTruthy();
    expect(list.getByRole('button', { name: 'Resume' })).toBeTruthy();
    // Nothing to report of what only runs.
    expect(list.getAllByRole('button', { name: 'Report' })).toHaveLength(1);
  });

  it('takes back what was done, and dismisses what has ended', async () => {
    const runs: string[] = [];
    const job = fakeEndedJob({ changed: 3, ticket });
    show(fakeUndo({ restored: 3 }, (which) => runs.push(which)));
    jobsDialog.open();
    const list = await jobsList();
    fireEvent.click(list.getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(runs).toEqual(['t1']));
    fireEvent.click(list.getByRole('button', { name: 'Dismiss' }));
    await waitFor(() =>
      expect(jobsStore.getState().jobs.some(({ id }) => id === job.id)).toBe(false),
    );
  });
});

describe('the report', () => {
  const TOTAL = 30_000;
  /** A job with so many failures, and what was asked of its report. */
  async function open(answers: FakeAnswers = {}, change: Partial<Job> = {}) {
    const asked: Input<'jobs.report'>[] = [];
    addJob({ status: 'done', endedAtMs: 1, failedCount: TOTAL, ...change });
    show({
      'jobs.report': (input) => {
        asked.push(input);
        const rows = Array.from(
          { length: Math.max(0, Math.min(input.count, TOTAL - input.offset)) },
          (_, i) => ({ key: toBytes(`${input.part}:${input.offset + i}‮`), reason: 'NOPERM ‮no' }),
        );
        return ok({ rows, kept: TOTAL, total: TOTAL });
      },
      ...answers,
    });
    jobsDialog.open();
    fireEvent.click((await jobsList()).getByRole('button', { name: 'Report' }));
    const dialog = within(await screen.findByRole('dialog', { name: /^Delete/ }));
    return { asked, dialog };
  }
  const rowText = (text: string) =>
    screen.findByText((_, node) => node?.className === 'sr' && node.textContent === text);

  it('reads what is in sight, and not more; names and words stay inert', async () => {
    const { asked, dialog } = await open();
    await rowText('failed:0\\u{202e}');
    expect(dialog.getAllByText('NOPERM \\u{202e}no').length).toBeGreaterThan(5);
    expect(asked.map(({ offset }) => offset)).toEqual([0]);
    expect(dialog.getByText(/^30,000 keys\. Nothing was done to them/)).toBeTruthy();
    const list = dialog.getByRole('list', { name: 'Failed' });
    expect(within(list).getAllByRole('listitem')[0]?.getAttribute('aria-setsize')).toBe('30000');
    const rowHeight =
      Number.parseInt(list.firstElementChild?.getAttribute('style')?.slice(8) ?? '') / TOTAL;
    Object.defineProperty(list, 'scrollTop', { value: 20_000 * rowHeight, writable: true });
    fireEvent.scroll(list);
    await rowText('failed:20000\\u{202e}');
    expect(asked.map(({ offset }) => offset)).toEqual([0, 19_800, 20_000]);
  });

  it('has a part for each kind of change in between', async () => {
    const { asked, dialog } = await open({}, { missing: 4, otherType: 2 });
    await rowText('failed:0\\u{202e}');
    expect(dialog.queryByText(/^Other TTL/)).toBeNull();
    fireEvent.click(dialog.getByRole('radio', { name: /^Gone/ }));
    await rowText('gone:0\\u{202e}');
    expect(dialog.getByText(/only what was planned is acted on/)).toBeTruthy();
    expect(asked.at(-1)).toMatchObject({ part: 'gone', offset: 0 });
  });

  it('is there while the job still runs, and grows with it', async () => {
    const rows = Array.from({ length: 5 }, (_, i) => ({
      key: toBytes(`k:${i}`),
      reason: 'NOPERM',
    }));
    let found = 2;
    const job = addJob({ failedCount: found });
    show({
      'jobs.report': ({ offset, count }) => {
        const page = rows.slice(0, found).slice(offset, offset + count);
        return ok({ rows: page, kept: found, total: found });
      },
    });
    jobsDialog.open();
    fireEvent.click((await jobsList()).getByRole('button', { name: 'Report' }));
    const dialog = within(await screen.findByRole('dialog', { name: /^Delete/ }));
    await rowText('k:1');
    expect(dialog.getByText(/^2 keys so far\. Nothing was done to them/)).toBeTruthy();
    found = 5;
    jobsStore.setState({ jobs: [{ ...job, failedCount: found, missing: 1 }] });
    await rowText('k:4');
    expect(dialog.getAllByText('NOPERM')).toHaveLength(5);
    expect(dialog.getByRole('radio', { name: /^Gone/ })).toBeTruthy();
    jobsStore.setState({
      jobs: [{ ...job, failedCount: found, status: 'done' as const, endedAtMs: 1 }],
    });
    await dialog.findByText(/^5 keys\. Nothing was done to them/);
  });

  it('says when not all are named, and what went wrong', async () => {
    const { dialog } = await open({
      'jobs.report': () => ok({ rows: [], kept: 0, total: 3 }),
    });
    expect(await dialog.findByText(/None of 3 keys are named, all are counted/)).toBeTruthy();
    cleanup();
    jobsStore.setState({ jobs: [] });
    const failing = await open({
      'jobs.report': () =>
        fail({ code: 'notFound', what: 'job', message: 'This work is no longer on the list' }),
    });
    expect(await failing.dialog.findByText(/no longer on the list/)).toBeTruthy();
  });

  it('is copied and saved by main', async () => {
    const parts: string[] = [];
    const { dialog } = await open({
      'jobs.copyReport': ({ part }) => {
        parts.push(part);
        return ok({ copied: 20_000, total: TOTAL });
      },
      'jobs.saveReport': () => ok({ fileName: 'delete-report.ndjson', keys: TOTAL }),
    });
    fireEvent.click(dialog.getByRole('button', { name: 'Copy' }));
    await screen.findByText('Copied 20,000 keys');
    expect(screen.getByText('Of 30,000: the others are too many')).toBeTruthy();
    expect(parts).toEqual(['failed']);
    fireEvent.click(dialog.getByRole('button', { name: 'Save…' }));
    await screen.findByText('Saved 30,000 keys in delete-report.ndjson');
  });
});

describe('work that is watched', () => {
  it('is what main tells, and ends when it says so', async () => {
    const job = addJob();
    const ended = untilEnded(job.id);
    jobsStore.setState({ jobs: [] });
    const lists = [[job], [{ ...job, status: 'done' as const, endedAtMs: 1 }]];
    await watchJobs(
      createFakeClient({
        'jobs.watch': async function* () {
          yield* lists;
        },
      }),
      new AbortController().signal,
    );
    expect(jobsStore.getState().jobs).toMatchObject([{ status: 'done' }]);
    expect(await ended).toBeNull();
  });

  it('is asked about before its connection is closed', async () => {
    addJob();
    addJob({ connection: connectionId.parse('c2'), kind: 'export' });
    show();
    closingDialog.open(connectionId.parse('c1'));
    const dialog = within(await screen.findByRole('dialog', { name: '1 job is running' }));
    expect(dialog.getByText('Deleting 7 of 20')).toBeTruthy();
    fireEvent.click(dialog.getByRole('button', { name: 'Keep open' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});
