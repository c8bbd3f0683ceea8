import { deserialize, serialize } from 'node:v8';
import { z } from 'zod';
import { octets } from '../../src-shared/contract/define.ts';
import { editEntry } from './edit-entry.ts';
import { partEntries } from './part-entry.ts';
import { streamEntries } from './stream-entry.ts';

/** Absolute, by the server's clock; null: no expiry. */
const expiry = z.number().nullable();

const seriesOptions = z.object({
  retentionMs: z.string().nullable(),
  duplicatePolicy: z.string().nullable(),
  labels: z.array(z.object({ name: octets, value: octets })).nullable(),
});

/** What must be known to take one change back. */
const undoEntry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('delete'), key: octets, dump: octets, expiresAtMs: expiry }),
  z.object({ kind: z.literal('rename'), from: octets, to: octets }),
  z.object({ kind: z.literal('ttl'), key: octets, beforeMs: expiry, afterMs: expiry }),
  /** JSON.SET of one place: its text before. */
  z.object({ kind: z.literal('jsonPath'), key: octets, path: z.string(), text: z.string() }),
  /** Several places of a document by a path each: their texts before, in the order of the writes; null: nothing, it goes again. */
  z.object({
    kind: z.literal('jsonPaths'),
    key: octets,
    places: z.array(z.object({ path: z.string(), text: z.string().nullable() })),
  }),
  /** JSON.SET of all that a path matches or of a new place, entries of a stream or an element of a vector set that went: the whole key before. */
  z.object({ kind: z.literal('jsonKey'), key: octets, dump: octets }),
  /** RESTORE of a key that was not there, or over what was. */
  z.object({
    kind: z.literal('copied'),
    key: octets,
    before: z.object({ dump: octets, expiresAtMs: expiry }).nullable(),
  }),
  /** Noted when a key had been copied: SHA-256 of its DUMP then. */
  z.object({ kind: z.literal('left'), key: octets, digest: z.string() }),
  /** TS.ADD: the sample as it was written. */
  z.object({ kind: z.literal('sample'), key: octets, atMs: z.string(), value: z.string() }),
  /** TS.DEL of a range: the samples that were there. */
  z.object({
    kind: z.literal('samples'),
    key: octets,
    from: z.string(),
    to: z.string(),
    samples: z.array(z.object({ atMs: z.string(), value: z.string() })),
  }),
  /** TS.ALTER: what was changed, before and after; null: left as it was. */
  z.object({
    kind: z.literal('seriesOptions'),
    key: octets,
    before: seriesOptions,
    after: seriesOptions,
  }),
  /** A rule that was made or deleted. */
  z.object({
    kind: z.literal('seriesRule'),
    key: octets,
    action: z.enum(['create', 'delete']),
    rule: z.object({
      key: octets,
      aggregator: z.string(),
      bucketMs: z.string(),
      alignMs: z.string(),
    }),
  }),
  /** VSETATTR of an element; null: no attributes. */
  z.object({
    kind: z.literal('vectorAttributes'),
    key: octets,
    element: octets,
    before: octets.nullable(),
    after: octets.nullable(),
  }),
  editEntry,
  ...partEntries,
  ...streamEntries,
  /** Noted when the write was done: SHA-256 of what it left there, to see whether somebody changed it since. */
  z.object({ kind: z.literal('after'), digest: z.string() }),
]);
export type UndoEntry = z.infer<typeof undoEntry>;
export type UndoEntryOf<K extends UndoEntry['kind']> = Extract<UndoEntry, { kind: K }>;

const undoEntries = z.array(undoEntry);

/** V8's own format keeps bytes as bytes and is read by every later version. */
export const encodeEntries = (entries: readonly UndoEntry[]): Buffer => serialize(entries);

/** Throws when it is not a list of entries. */
export function decodeEntries(encoded: Uint8Array): UndoEntry[] {
  const raw: unknown = deserialize(encoded);
  return undoEntries.parse(raw);
}
