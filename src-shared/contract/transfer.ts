import { z } from 'zod';
import { TRANSFER_FORMATS } from '../transfer-format.ts';
import { connectionId, octets, planId, request, stream } from './define.ts';
import { jobId } from './jobs.ts';
import { keySelection, planProgress } from './keys.ts';

const connection = connectionId;
const format = z.enum(TRANSFER_FORMATS);

const exportPlan = z.object({
  plan: planId,
  /** By a finished scan. */
  count: z.int(),
  /** Of at most 200 of them, spread over all. */
  types: z.array(z.object({ type: z.string(), count: z.int() })),
  sampled: z.int(),
  /** In the server's memory; an estimate when there are many; null where MEMORY USAGE is refused. */
  bytes: z.number().nullable(),
  bytesExact: z.boolean(),
  /** The first lines of the file in each format, cut where they are long. */
  preview: z.record(format, z.array(z.string())),
  expiresAtMs: z.number(),
});
export type ExportPlan = z.infer<typeof exportPlan>;

const importPlan = z.object({
  plan: planId,
  /** Its name only: where it lies is not the window's business. */
  fileName: z.string(),
  fileBytes: z.number(),
  kind: z.enum(['ndjson', 'csv', 'commands']),
  /** What it says of itself; null when it says nothing. */
  about: z
    .object({
      content: z.enum(['exact', 'readable']),
      serverVersion: z.string(),
      exportedAtMs: z.number(),
    })
    .nullable(),
  keys: z.int(),
  types: z.array(z.object({ type: z.string(), count: z.int() })),
  /** Already past: these are left out. */
  expired: z.int(),
  /** Lines that are not taken; the first 1,000 with their reason. */
  refusedCount: z.int(),
  refused: z.array(z.object({ line: z.int(), reason: z.string() })),
  /** Keys of these names that are on the server. */
  conflictCount: z.int(),
  conflicts: z.array(octets),
  sample: z.array(octets),
  /** Why values that are DUMPs will be refused here; null when nothing is known against them. */
  dumpObstacle: z.string().nullable(),
  /** The names of the commands that will run. */
  commands: z.array(z.string()),
  undoObstacle: z.string().nullable(),
  /** The same when conflicts are written over: what they are now is kept too. */
  overwriteObstacle: z.string().nullable(),
  survivesQuit: z.boolean(),
  untilMs: z.number(),
  expiresAtMs: z.number(),
});
export type ImportPlan = z.infer<typeof importPlan>;

/** Keys to a file and back. Files are chosen in main, by the system's own dialog. */
export const transfer = {
  /** Finds out what would be in the file; nothing is written. How far it is, then the plan, as in `bulk.plan`. */
  'transfer.exportPlan': stream({
    scope: 'connection',
    overflow: 'pause',
    input: z.strictObject({ connection, selection: keySelection }),
    item: z.union([planProgress, z.object({ step: z.literal('planned'), plan: exportPlan })]),
  }),
  /** Asks for the file, then begins; null: none was chosen, and the plan stays. */
  'transfer.exportStart': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ connection, planId, format }),
    output: z.object({ job: jobId, fileName: z.string() }).nullable(),
  }),
  /** Asks for a file and reads it through without writing anything; null: none was chosen. */
  'transfer.importOpen': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ connection }),
    output: importPlan.nullable(),
  }),
  /** Writes what was looked at. `overwrite`: over the conflicts that were listed, and no others. */
  'transfer.importStart': request({
    scope: 'connection',
    effect: 'destroy',
    input: z.strictObject({ connection, planId, conflicts: z.enum(['skip', 'overwrite']) }),
    output: z.object({ job: jobId }),
  }),
};
