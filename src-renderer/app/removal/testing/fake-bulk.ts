import type { BulkPlan } from '../../../../src-shared/contract/bulk.ts';
import {
  connectionId,
  planId,
  type Ticket,
  type TicketId,
} from '../../../../src-shared/contract/define.ts';
import { type Job, jobId } from '../../../../src-shared/contract/jobs.ts';
import type { KeySelection } from '../../../../src-shared/contract/keys.ts';
import { ok, type Result } from '../../../../src-shared/result.ts';
import type { FakeAnswers } from '../../../client/fake-client.ts';
import { StreamFailure } from '../../../client/stream-failure.ts';
import { jobsStore } from '../../jobs/jobs-store.ts';
import type { ReportRow } from '../removal-store.ts';

/** A plan of so many keys that can be undone. */
export const fakePlan = (count: number, change: Partial<BulkPlan> = {}): BulkPlan => ({
  plan: planId.parse('p1'),
  count,
  sample: [],
  bytes: null,
  bytesExact: false,
  ttl: { sampled: 0, without: 0, underHour: 0, underDay: 0, longer: 0 },
  idleSeconds: null,
  conflicts: null,
  undo: { kind: 'exact', untilMs: Date.now() + 86_400_000, survivesQuit: true, leaves: null },
  command: 'UNLINK',
  expiresAtMs: Date.now() + 60_000,
  ...change,
});

/** A plan, or why there is none, as main would send it. */
export async function* planStream<P>(
  result: Result<P>,
): AsyncGenerator<{ readonly step: 'planned'; readonly plan: P }> {
  if (!result.ok) throw new StreamFailure(result.error);
  yield { step: 'planned', plan: result.value };
}

export interface FakeOutcome {
  readonly changed: number;
  readonly missing?: number;
  readonly failed?: readonly { readonly key: Uint8Array; readonly reason: string }[];
  readonly ticket: Ticket | null;
}

let last = 0;

/** A job that has ended so, already on the list. */
export function fakeEndedJob(
  { changed, missing = 0, failed = [], ticket }: FakeOutcome,
  change: Partial<Job> = {},
): Job {
  last += 1;
  const job: Job = {
    id: jobId.parse(`j${last}`),
    connection: connectionId.parse('c1'),
    also: null,
    kind: 'delete',
    title: `Delete ${changed} keys`,
    command: 'UNLINK',
    status: 'done',
    done: changed + missing + failed.length,
    total: changed + missing + failed.length,
    changed,
    missing,
    failedCount: failed.length,
    otherType: 0,
    otherTtl: 0,
    perSecond: null,
    remainingMs: null,
    startedAtMs: 0,
    endedAtMs: 1,
    note: null,
    ticket,
    ...change,
  };
  jobsStore.setState({ jobs: [job, ...jobsStore.getState().jobs] });
  return job;
}

/** Pages of what failed, as main would give them. */
export const fakeReport =
  (failed: readonly ReportRow[]): NonNullable<FakeAnswers['jobs.report']> =>
  ({ part, offset, count }) => {
    const rows = part === 'failed' ? failed : [];
    return ok({ rows: rows.slice(offset, offset + count), kept: rows.length, total: rows.length });
  };

/** Answers to a plan, its start and what failed, as main would give them. */
export function fakeBulk(
  plan: BulkPlan,
  outcome: FakeOutcome,
  seen: { readonly onPlan?: (selection: KeySelection) => void; readonly onStart?: () => void } = {},
): FakeAnswers {
  return {
    'bulk.plan': ({ selection }) => {
      seen.onPlan?.(selection);
      return planStream(ok(plan));
    },
    'bulk.start': () => {
      seen.onStart?.();
      return ok({ job: fakeEndedJob(outcome).id });
    },
    'jobs.report': fakeReport(outcome.failed ?? []),
  };
}

interface FakeUndone {
  readonly restored: number;
  readonly conflicts?: readonly { readonly key: Uint8Array; readonly reason: string }[];
  /** What else is different of its job. */
  readonly change?: Partial<Job>;
}

/** Answers to an undo, as main would give them. */
export function fakeUndo(
  { restored, conflicts = [], change = {} }: FakeUndone,
  onRun: (ticket: TicketId) => void = () => undefined,
): FakeAnswers {
  return {
    'undo.run': ({ ticket }) => {
      onRun(ticket);
      const outcome = { changed: restored, failed: conflicts, ticket: null };
      return ok({ job: fakeEndedJob(outcome, { kind: 'undo', ...change }).id });
    },
    'jobs.report': fakeReport(conflicts),
    'jobs.dismiss': ({ job }) => {
      jobsStore.setState({ jobs: jobsStore.getState().jobs.filter(({ id }) => id !== job) });
      return ok({});
    },
  };
}
