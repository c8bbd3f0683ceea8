import type { Item } from '../../../src-shared/contract/index.ts';
import type { ExportPlan } from '../../../src-shared/contract/transfer.ts';
import type { KeySelection } from '../../../src-shared/contract/keys.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import { TRANSFER_FORMATS, type TransferFormat } from '../../../src-shared/transfer-format.ts';
import { expiryReader } from '../../redis/expiry.ts';
import { toCount, toText } from '../../redis/reply.ts';
import type { NameSet } from '../../scan/name-set.ts';
import { headOf } from '../../transfer/encode.ts';
import { type FileAbout, rdbVersionOf } from '../../transfer/part.ts';
import type { PlanStore } from '../../undo/plan.ts';
import { spread } from '../bulk/delete-estimate.ts';
import { refusalOf } from '../bulk/refusal.ts';
import { resolveSelection } from '../bulk/resolve-selection.ts';
import { describeForPlan } from '../keys/describe-keys.ts';
import { isReplyError } from '../keys/key-failures.ts';
import type { Reading } from './read-pieces.ts';
import { TextTarget } from './text-target.ts';
import { type KnownKey, writeKey, type WriteKey } from './write-key.ts';

/** What the user agreed to. */
export interface PlannedExport {
  readonly names: NameSet;
  readonly selection: KeySelection;
  readonly rdbVersion: number | null;
}

interface Planning extends Reading {
  readonly signal: AbortSignal;
  readonly plans: PlanStore<PlannedExport>;
}

const PREVIEWED = 3;
/** A preview reads no more of the server than a page. */
const PREVIEWED_BYTES = 65_536;
const PREVIEW_LINES = 6;
const LINE_LENGTH = 300;

/** Finds out what would be in the file; nothing is written. The plan comes last. */
export async function* planExport(
  planning: Planning,
  selection: KeySelection,
): AsyncGenerator<Item<'transfer.exportPlan'>> {
  const { redis, session, signal, plans } = planning;
  const names = yield* resolveSelection(planning, selection);
  yield { step: 'looking', found: names.size };
  const sample = spread(names, LIMITS.describeKeys);
  const facts = await describeForPlan(redis, sample);
  const replies = await redis.readAll(sample.map((key) => ['memory|usage', key, 'SAMPLES', 5]));
  const sizes = replies.map((reply) =>
    reply.ok && reply.reply !== null ? toCount(reply.reply) : null,
  );
  const known = sizes.filter((size) => size !== null);
  const types = new Map<string, number>();
  for (const one of facts)
    if (one.state === 'present') types.set(one.type, (types.get(one.type) ?? 0) + 1);
  const small = sample.filter((_key, i) => (sizes[i] ?? 0) <= PREVIEWED_BYTES).slice(0, PREVIEWED);
  const rdbVersion = await rdbVersionFrom(planning, small);
  const preview = await previews(planning, small, rdbVersion);
  // Whoever has left agrees to nothing.
  signal.throwIfAborted();
  const { id, expiresAtMs } = plans.add(session.id, { names, selection, rdbVersion });
  const sum = known.reduce((total, size) => total + size, 0);
  const plan: ExportPlan = {
    plan: id,
    count: names.size,
    types: [...types].map(([type, count]) => ({ type, count })).sort((a, b) => b.count - a.count),
    sampled: sample.length,
    bytes: known.length === 0 ? null : Math.round((sum / known.length) * names.size),
    bytesExact: known.length === names.size,
    preview,
    expiresAtMs,
  };
  yield { step: 'planned', plan };
}

/** null where there is nothing to tell it from, or DUMP is refused. */
async function rdbVersionFrom(
  { redis }: Reading,
  keys: readonly Uint8Array[],
): Promise<number | null> {
  const [first] = keys;
  if (first === undefined) return null;
  const [dump] = await redis.readAll([['dump', first]]);
  return dump?.ok === true && Buffer.isBuffer(dump.reply) ? rdbVersionOf(dump.reply) : null;
}

export const aboutOf = (
  { session }: Reading,
  format: TransferFormat,
  rdbVersion: number | null,
): FileAbout => ({
  content: format === 'exact' ? 'exact' : 'readable',
  serverVersion: session.facts.version ?? '',
  rdbVersion,
  exportedAtMs: Date.now(),
});

async function previews(
  planning: Planning,
  keys: readonly Uint8Array[],
  rdbVersion: number | null,
): Promise<ExportPlan['preview']> {
  const linesOf = async (format: TransferFormat): Promise<string[]> => {
    const target = new TextTarget();
    await target.write(headOf(format, aboutOf(planning, format, rdbVersion)));
    for (const key of keys) {
      const expiry = await expiryReader(planning.redis, planning.session, key);
      const writing = { ...planning, format, expiry };
      const [known] = await knownKeys(writing, [key]);
      if (known === undefined || known === null || !('type' in known)) continue;
      try {
        await writeKey(writing, known, target);
      } catch (thrown) {
        // The export itself will name it with the reason.
        if (!isReplyError(thrown)) throw thrown;
      }
    }
    return target.text
      .split('\n')
      .filter((line) => line !== '')
      .slice(0, PREVIEW_LINES)
      .map((line) => (line.length <= LINE_LENGTH ? line : `${line.slice(0, LINE_LENGTH)}…`));
  };
  const [exact, readable, csv, commands] = await Promise.all(TRANSFER_FORMATS.map(linesOf));
  return {
    exact: exact ?? [],
    readable: readable ?? [],
    csv: csv ?? [],
    commands: commands ?? [],
  };
}

/** Type and expiry of some keys; null: it is gone. */
export async function knownKeys(
  { redis, expiry }: Pick<WriteKey, 'redis' | 'expiry'>,
  keys: readonly Uint8Array[],
): Promise<(KnownKey | null | { readonly refused: string })[]> {
  const replies = await redis.readAll(keys.flatMap((key) => [['type', key], expiry.call(key)]));
  return keys.map((key, i) => {
    const [type, at] = [replies[2 * i], replies[2 * i + 1]];
    const refused = refusalOf(type) ?? refusalOf(at);
    if (refused !== null) return { refused };
    if (type?.ok !== true || at?.ok !== true) throw new Error('a reply is missing');
    const name = toText(type.reply);
    return name === 'none' ? null : { key, type: name, expiresAtMs: expiry.atMs(at.reply) };
  });
}
