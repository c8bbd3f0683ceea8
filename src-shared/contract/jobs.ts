import { z } from 'zod';
import { REPORT_PARTS } from '../report-parts.ts';
import { connectionId, octets, request, stream, ticket, timestampMs } from './define.ts';

export const jobId = z.string().min(1).max(64).brand<'JobId', 'inout'>();
export type JobId = z.infer<typeof jobId>;

export const jobKind = z.enum(['delete', 'expire', 'rename', 'copy', 'export', 'import', 'undo']);
export type JobKind = z.infer<typeof jobKind>;

/**
 * Keys that a report names. `failed`: nothing was done to them. What changed between the plan and its turn: `gone`; `otherType`,
 * left alone; `otherTtl`, none where there was one or the other way round, which did not keep it from being done.
 */
const reportPart = z.enum(REPORT_PARTS);
export type ReportPart = z.infer<typeof reportPart>;

/** Work on many keys, as far as it is. It ends with its connections and with the app; before either is closed it is asked. */
export const job = z.object({
  id: jobId,
  connection: connectionId,
  /** Another one that it needs: where copies come from. */
  also: connectionId.nullable(),
  kind: jobKind,
  /** "Delete 1,204 keys", ready to show. */
  title: z.string(),
  /** The commands that are run, shortened for display. */
  command: z.string(),
  /** `cancelled`: stopped by the user, what was done by then stays done. `failed`: `note` says why. */
  status: z.enum(['running', 'paused', 'done', 'cancelled', 'failed']),
  /** Keys dealt with, of `total`; null when that is not known. */
  done: z.int(),
  total: z.int().nullable(),
  /** Of them: really changed or written; gone since they were planned; failed, each with its reason. */
  changed: z.int(),
  missing: z.int(),
  failedCount: z.int(),
  /** Of another type than when they were planned, where that was known; their TTL came or went since. */
  otherType: z.int(),
  otherTtl: z.int(),
  /** Keys per second over the last seconds, and what is left at that rate. */
  perSecond: z.number().nullable(),
  remainingMs: z.number().nullable(),
  startedAtMs: timestampMs,
  endedAtMs: timestampMs.nullable(),
  /** Why it waits, works slowly or has stopped. */
  note: z.string().nullable(),
  /** Takes back what was done; of an undo: what it has left. */
  ticket: ticket.nullable(),
});
export type Job = z.infer<typeof job>;

const packedNames = { names: octets, ends: z.instanceof(Uint32Array) };

const input = z.strictObject({ job: jobId });
const none = z.strictObject({});
/** They change nothing on a server by themselves, and as writes they would be refused by a lock that came meanwhile. */
const control = () => request({ scope: 'app', effect: 'read', input, output: none });

export const jobs = {
  /** Every job of this run of the app, newest first, whenever one changes, at most ten times a second. */
  'jobs.watch': stream({ scope: 'app', overflow: 'pause', input: none, item: z.array(job) }),
  /** After the chunk that is under way. */
  'jobs.pause': control(),
  'jobs.resume': control(),
  /** After the chunk that is under way; what was done stays done. */
  'jobs.cancel': control(),
  /** Takes an ended job off the list. */
  'jobs.dismiss': control(),
  /** A page of what it reports, in the order it came; `kept` of `total` are named, the others only counted. */
  'jobs.report': request({
    scope: 'app',
    effect: 'read',
    input: z.strictObject({
      job: jobId,
      part: reportPart,
      offset: z.int().nonnegative(),
      count: z.int().min(1).max(1_000),
    }),
    output: z.object({
      rows: z.array(z.object({ key: octets, reason: z.string() })),
      kept: z.int(),
      total: z.int(),
    }),
  }),
  /** To the clipboard, a line for each key, bytes escaped; as many as fit there. */
  'jobs.copyReport': request({
    scope: 'app',
    effect: 'read',
    input: z.strictObject({ job: jobId, part: reportPart }),
    output: z.object({ copied: z.int(), total: z.int() }),
  }),
  /** Asks for a file and writes all that is named to it, as NDJSON; null: none was chosen. */
  'jobs.saveReport': request({
    scope: 'app',
    effect: 'read',
    input: z.strictObject({ job: jobId }),
    output: z.object({ fileName: z.string(), keys: z.int() }).nullable(),
  }),
  /** What became of the keys that a job touched on this connection, by TYPE: lists then show it without a scan. */
  'jobs.touched': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ connection: connectionId, job: jobId }),
    output: z.object({
      /** Names one after another, and where each ends, as a page of `keys.scan` has them. */
      there: z.array(z.object({ type: z.string(), ...packedNames })),
      gone: z.object(packedNames),
      /** False: the job touched more than are named here. */
      isAll: z.boolean(),
    }),
  }),
};
