import { basename } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { JobId } from '../../../src-shared/contract/jobs.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { TransferFormat } from '../../../src-shared/transfer-format.ts';
import type { JobControl } from '../../jobs/job.ts';
import type { JobRunner } from '../../jobs/job-runner.ts';
import { Pace } from '../../jobs/pace.ts';
import { expiryReader } from '../../redis/expiry.ts';
import { gatheredReads } from '../../redis/gathered-reads.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { headOf } from '../../transfer/encode.ts';
import { isNotNow } from '../../redis/not-now.ts';
import { countText } from '../bulk/bulk-words.ts';
import { chunksByNode } from '../bulk/by-node.ts';
import { GONE } from '../bulk/journaled-change.ts';
import { SnapshotReader } from '../bulk/snapshot-chunk.ts';
import { ExportFile } from './export-file.ts';
import { KeysLook, type WholeValue } from './look-at-keys.ts';
import { aboutOf, knownKeys, type PlannedExport } from './plan-export.ts';
import type { Reading } from './read-pieces.ts';
import { TextTarget } from './text-target.ts';
import {
  dumpLineOf,
  type KnownKey,
  writeKey,
  type WriteKey,
  type WrittenKey,
} from './write-key.ts';

interface Exporting extends Reading {
  readonly jobs: JobRunner;
  readonly format: TransferFormat;
  /** Of the file; throws where it cannot be written. */
  readonly path: string;
}

interface Writing extends WriteKey {
  readonly snapshots: SnapshotReader;
  readonly look: KeysLook;
}

const LONGEST_TURN_MS = 8;
/** Keys below it are read beside one another ... */
const SMALL_BYTES = 65_536;
/** ... as many as have no more text than this together, by what they could come to. */
const TOGETHER_BYTES = 16_777_216;

/** What came of some keys; counted only once all of them are in the file. */
interface Outcome {
  readonly taken: number;
  written: number;
  readonly gone: Uint8Array[];
  mixed: number;
  partial: number;
  readonly failed: { readonly key: Uint8Array; readonly reason: string }[];
}

/** Begins to write what was planned; throws at once when the file cannot be written. */
export async function startExport(exporting: Exporting, planned: PlannedExport): Promise<JobId> {
  const { redis, session, jobs, format, path } = exporting;
  const { names, rdbVersion } = planned;
  const expiry = await expiryReader(redis, session, names.at(0));
  const file = await ExportFile.create(path);
  const about = {
    connection: session.id,
    kind: 'export',
    title: `Export ${countText(names.size)} to ${basename(path)}`,
    command: format === 'exact' ? 'DUMP' : 'TYPE, GETRANGE, HSCAN, LRANGE, …',
    total: names.size,
  } as const;
  return jobs.start(about, async (control) => {
    let isWhole = false;
    try {
      await file.write(headOf(format, aboutOf(exporting, format, rdbVersion)));
      isWhole = await writeAll(
        {
          ...exporting,
          expiry,
          snapshots: new SnapshotReader(expiry),
          look: new KeysLook({ redis, session, expiry }),
        },
        planned,
        file,
        control,
      );
      if (isWhole) await file.commit();
    } finally {
      // A part of an export is not left to be taken for the whole.
      if (!isWhole) await file.discard();
    }
    return { ticket: null };
  });
}

interface Exported {
  mixed: number;
  partial: number;
  /** How often a node was asked in vain since it last answered, by its address; null: of no cluster. */
  readonly tries: Map<string | null, number>;
}

/** Whether all that could be read is in the file: false when it was cancelled. */
async function writeAll(
  writing: Writing,
  { names }: PlannedExport,
  file: ExportFile,
  control: JobControl,
): Promise<boolean> {
  const pace = new Pace(writing.session.describe().environment === 'production');
  const exported: Exported = { mixed: 0, partial: 0, tries: new Map() };
  const size = (): number => Math.min(pace.size, LIMITS.describeKeys);
  for (const keys of chunksByNode(writing.redis, names, size)) {
    if (!(await control.gate())) return false;
    const startedAt = performance.now();
    // A node that is away keeps back its own keys only.
    const byNode = Map.groupBy(keys, (key) => writing.redis.placeOf(key)?.node ?? null);
    for (const [node, own] of byNode)
      if (!(await writeOfNode({ writing, file, control, exported, node }, own))) return false;
    await pace.after(performance.now() - startedAt, control.signal);
    control.slow(pace.note);
  }
  control.note(lastNote(exported));
  return true;
}

interface OfNode {
  readonly writing: Writing;
  readonly file: ExportFile;
  readonly control: JobControl;
  readonly exported: Exported;
  readonly node: string | null;
}

/** These keys of one node; what cannot be read of it in the end is told. False when the work is to end. */
async function writeOfNode(
  { writing, file, control, exported, node }: OfNode,
  keys: readonly Uint8Array[],
): Promise<boolean> {
  const { tries } = exported;
  for (let from = 0; from < keys.length;) {
    if (!(await control.gate())) return false;
    const start = file.position;
    try {
      const outcome = await writeChunk(writing, keys.slice(from), file);
      for (const { key, reason } of outcome.failed) control.fail(key, reason);
      for (const key of outcome.gone) control.tell('gone', key, GONE);
      control.progress(outcome.taken, { changed: outcome.written, missing: outcome.gone.length });
      exported.mixed += outcome.mixed;
      exported.partial += outcome.partial;
      from += outcome.taken;
      tries.delete(node);
    } catch (thrown) {
      if (!isLost(thrown)) throw thrown;
      // Half a key may be in the file: these keys are read again when the connection is back.
      await file.backTo(start);
      const tried = (tries.get(node) ?? 0) + 1;
      tries.set(node, tried);
      if (await control.again(tried, thrown.message)) continue;
      if (control.signal.aborted) return false;
      const rest = keys.slice(from);
      for (const key of rest) control.fail(key, thrown.message);
      control.progress(rest.length, {});
      return true;
    }
  }
  return true;
}

function lastNote({ mixed, partial }: Exported): string | null {
  const notes = [
    ...(mixed === 0 ? [] : [`${mixed} changed while they were read: they may be mixed`]),
    ...(partial === 0 ? [] : [`${partial} without their consumer groups or compaction rules`]),
  ];
  return notes.length === 0 ? null : notes.join('; ');
}

/** Also of a server that cannot answer just then. */
const isLost = (thrown: unknown): thrown is AppFailure =>
  thrown instanceof AppFailure && (thrown.error.code === 'redis.offline' || isNotNow(thrown));

async function writeChunk(
  writing: Writing,
  keys: readonly Uint8Array[],
  file: ExportFile,
): Promise<Outcome> {
  return writing.format === 'exact'
    ? await writeDumps(writing, keys, file)
    : await writePages(writing, keys, file);
}

async function writeDumps(
  writing: Writing,
  keys: readonly Uint8Array[],
  file: ExportFile,
): Promise<Outcome> {
  const { entries, gone, failed, taken } = await writing.snapshots.read(writing.redis, keys);
  const outcome: Outcome = {
    taken,
    written: 0,
    gone: [...gone],
    mixed: 0,
    partial: 0,
    failed: [...failed],
  };
  const known = await knownKeys(
    writing,
    entries.map(({ key }) => key),
  );
  for (const [i, { key, dump, expiresAtMs }] of entries.entries()) {
    const one = known[i] ?? null;
    // Gone since its DUMP: what was read is what there was.
    const type = one !== null && 'type' in one ? one.type : 'unknown';
    try {
      await file.write(await dumpLineOf(writing, { key, type, expiresAtMs }, dump));
      outcome.written += 1;
    } catch (thrown) {
      noteFailure(outcome, key, thrown);
    }
  }
  return outcome;
}

/** An error reply, a key that is gone, a value that is too large concern their key; all else concerns the export. */
function noteFailure(outcome: Outcome, key: Uint8Array, thrown: unknown): void {
  if (!(thrown instanceof AppFailure) || isNotNow(thrown)) throw thrown;
  const { error, message } = thrown;
  if (error.code === 'notFound') outcome.gone.push(key);
  else if (
    error.code === 'redis.reply' ||
    (error.code === 'limit' && error.limit !== 'export file')
  )
    outcome.failed.push({ key, reason: message });
  else throw thrown;
}

async function writePages(
  writing: Writing,
  keys: readonly Uint8Array[],
  file: ExportFile,
): Promise<Outcome> {
  const found = await writing.look.at(keys);
  const outcome: Outcome = {
    taken: found.length,
    written: 0,
    gone: [],
    mixed: 0,
    partial: 0,
    failed: [],
  };
  const small: { readonly known: KnownKey; readonly text: number }[] = [];
  const alone: { readonly known: KnownKey; readonly value: WholeValue | null }[] = [];
  for (const one of found) {
    const { key, is } = one;
    if (is === 'gone') outcome.gone.push(key);
    else if (is === 'refused') outcome.failed.push({ key, reason: one.reason });
    else {
      const { known, bytes, value } = one;
      if (value === null && bytes !== null && bytes <= SMALL_BYTES)
        small.push({ known, text: mostText(writing, key, bytes) });
      else alone.push({ known, value });
    }
  }
  for (const some of together(small)) await writeSmall(writing, some, file, outcome);
  let since = performance.now();
  for (const { known, value } of alone) {
    // What was read already is written without a pause of its own, while others of this process wait.
    if (performance.now() - since > LONGEST_TURN_MS) {
      await nextTurn();
      since = performance.now();
    }
    const start = file.position;
    try {
      count(outcome, await writeKey(writing, known, file, value));
    } catch (thrown) {
      await file.backTo(start);
      noteFailure(outcome, known.key, thrown);
    }
  }
  return outcome;
}

/** What a key of so many bytes could come to as text: an element takes two of them at least, and some formats name the key beside each. */
const mostText = ({ format }: WriteKey, key: Uint8Array, bytes: number): number =>
  bytes * (format === 'readable' ? 8 : 8 + key.byteLength / 2);

function together(
  small: readonly { readonly known: KnownKey; readonly text: number }[],
): KnownKey[][] {
  const all: KnownKey[][] = [];
  let sum = 0;
  for (const { known, text } of small) {
    const last = all.at(-1);
    sum += text;
    if (last !== undefined && sum <= TOGETHER_BYTES) last.push(known);
    else {
      all.push([known]);
      sum = text;
    }
  }
  return all;
}

async function writeSmall(
  writing: WriteKey,
  some: readonly KnownKey[],
  file: ExportFile,
  outcome: Outcome,
): Promise<void> {
  const gathered = { ...writing, redis: gatheredReads(writing.redis) };
  const read = some.map(async (known) => {
    const target = new TextTarget();
    return { written: await writeKey(gathered, known, target), text: target.text };
  });
  for (const [i, settled] of (await Promise.allSettled(read)).entries()) {
    if (settled.status === 'rejected')
      noteFailure(outcome, some[i]?.key ?? new Uint8Array(), settled.reason);
    else {
      await file.write(settled.value.text);
      count(outcome, settled.value.written);
    }
  }
}

function count(outcome: Outcome, { isMixed, leftOut }: WrittenKey): void {
  outcome.written += 1;
  if (isMixed) outcome.mixed += 1;
  if (leftOut !== null) outcome.partial += 1;
}
