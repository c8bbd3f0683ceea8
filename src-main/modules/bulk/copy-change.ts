import { toBinaryString } from '../../../src-shared/redis-value.ts';
import type { BatchReply, DestroyCall, ReadClient } from '../../redis/clients.ts';
import { comparedCall, stateOf } from '../../redis/compared-script.ts';
import type { ExpiryReader } from '../../redis/expiry.ts';
import { digestOf } from '../../undo/digest.ts';
import type { UndoEntry, UndoEntryOf } from '../../undo/entry.ts';
import type { Change, PreparedChunk, Refused } from './change.ts';
import { CHECKED, ComparedScripts, isLarge } from './compared-scripts.ts';
import { apart } from './delete-change.ts';
import { lookAtTarget, type Target } from './look-at-target.ts';
import type { PlannedKeys } from './planned-keys.ts';
import { type Limits, type Snapshot, SnapshotReader } from './snapshot-chunk.ts';
import { findWritten } from './written-there.ts';

type Copied = UndoEntryOf<'copied'>;
type Source = UndoEntryOf<'delete'>;

const THERE = 'Left alone: there is a key of this name already';
const PAYLOAD = 'DUMP payload version or checksum are wrong';

interface From {
  readonly redis: ReadClient;
  readonly expiry: ExpiryReader;
  readonly replace: boolean;
  readonly planned: PlannedKeys;
}

/**
 * DUMP where it comes from, RESTORE where it goes, with the time it expires at; DUMP again tells the undo what was left. By a
 * script that first looks whether what is there is as it was read; or, large values and where scripts are refused, in a
 * transaction.
 */
export function copyChange(from: From, expiry: ExpiryReader): Change {
  const callsOf = ({ key, dump, expiresAtMs }: Source): DestroyCall[] => [
    [
      'restore',
      key,
      expiresAtMs === null ? 0 : Math.max(1, expiresAtMs),
      dump,
      ...(expiresAtMs === null ? [] : ['ABSTTL']),
      ...(from.replace ? ['REPLACE'] : []),
    ],
    ['dump', key],
  ];
  const sentBy = new WeakMap<PreparedChunk, readonly Source[]>();
  const sources = new SnapshotReader(from.expiry);
  const targets = new SnapshotReader(expiry);
  const refuse = (): string | null => (from.replace ? null : THERE);
  const scripts = new ComparedScripts(expiry);

  /** What is to be sent, of as much as could be looked at. */
  async function look(redis: ReadClient, keys: readonly Uint8Array[], limits?: Limits) {
    const read = await sources.read(from.redis, keys, limits);
    const { same, different } = apart(read.entries, from.planned);
    const source = { ...read, entries: same, different };
    const byName = new Map(same.map((entry) => [toBinaryString(entry.key), entry]));
    const wanted = same.map(({ key }) => key);
    const target = await lookAtTarget(redis, targets, wanted, refuse, limits);
    const pairs = target.free.map(({ key, before }) => {
      const entry = byName.get(toBinaryString(key));
      if (entry === undefined) throw new Error('a key that was not read');
      return { entry, before };
    });
    return { pairs, counted: counts(keys, source, target) };
  }

  async function prepareChecked(
    redis: ReadClient,
    keys: readonly Uint8Array[],
  ): Promise<PreparedChunk> {
    const { pairs, counted } = await look(redis, keys, CHECKED);
    const seen = pairs.map(({ entry: { key }, before }) => ({ key, state: stateOf(before) }));
    const sent = pairs.map(({ entry }) => entry);
    const chunk = {
      ...counted,
      failed: counted.failed.filter((one) => !isLarge(one)),
      entries: pairs.map(copied),
      calls: [comparedCall('value', seen, sent.flatMap(callsOf))],
      toWatch: counted.failed.filter(isLarge).map(({ key }) => key),
    };
    const toWatch = new Set(chunk.toWatch);
    const different = chunk.different.filter(({ key }) => !toWatch.has(key));
    const prepared = { ...chunk, different };
    sentBy.set(prepared, sent);
    return prepared;
  }

  return {
    byOneCommand: true,
    watched: (keys) => keys,
    checked: () => (scripts.areRefused ? null : prepareChecked),
    async prepare(redis, keys) {
      const { pairs, counted } = await look(redis, keys);
      const sent = pairs.map(({ entry }) => entry);
      const chunk = { entries: pairs.map(copied), calls: sent.flatMap(callsOf), ...counted };
      sentBy.set(chunk, sent);
      return chunk;
    },
    conclude(prepared, replies) {
      const calls = () => (sentBy.get(prepared) ?? []).flatMap(callsOf);
      return scripts.conclude(prepared, replies, calls, (own) => concludeCopy(prepared, own));
    },
    findOut(redis, prepared) {
      const sent = sentBy.get(prepared) ?? [];
      const all = copiedOf(prepared.entries).flatMap(({ key, before }, i) => {
        const { dump, expiresAtMs } = sent[i] ?? {};
        return dump === undefined ? [] : { key, before, dump, type: null, expiresAtMs };
      });
      return findWritten(redis, expiry, all);
    },
  };
}

/** A key where it comes from, and what is there where it goes. */
interface Pair {
  readonly entry: Source;
  readonly before: Copied['before'];
}

const copied = ({ entry: { key }, before }: Pair): Copied => ({ kind: 'copied', key, before });

/** Of what was read at the source, the target may have taken the first ones only. */
function counts(
  keys: readonly Uint8Array[],
  source: Snapshot & Pick<PreparedChunk, 'different'>,
  target: Target,
): Pick<PreparedChunk, 'gone' | 'failed' | 'different' | 'taken'> {
  const { gone, failed, different } = source;
  const next = source.entries[target.taken];
  if (next === undefined)
    return { gone, failed: [...failed, ...target.failed], different, taken: source.taken };
  const taken = keys.indexOf(next.key);
  const looked = new Set(keys.slice(0, taken));
  return {
    gone: gone.filter((key) => looked.has(key)),
    failed: [...failed.filter(({ key }) => looked.has(key)), ...target.failed],
    different: different.filter(({ key }) => looked.has(key)),
    taken,
  };
}

const copiedOf = (entries: readonly UndoEntry[]): Copied[] =>
  entries.filter((entry) => entry.kind === 'copied');

function concludeCopy({ entries }: PreparedChunk, replies: readonly BatchReply[]) {
  const failed: Refused[] = [];
  const notes: UndoEntry[] = [];
  for (const [i, { key }] of copiedOf(entries).entries()) {
    const [restored, left] = [replies[2 * i], replies[2 * i + 1]];
    if (restored?.ok !== true) failed.push({ key, reason: reasonOf(restored) });
    else if (left?.ok === true) notes.push({ kind: 'left', key, digest: digestOf(left.reply) });
  }
  const [first] = failed;
  const changed = entries.length - failed.length;
  return changed === 0 && first !== undefined
    ? ({ kind: 'refused', reason: first.reason } as const)
    : ({ kind: 'done', changed, missing: 0, failed, notes } as const);
}

function reasonOf(reply: BatchReply | undefined): string {
  const message = reply?.ok === false ? reply.failure.message : 'No answer';
  return message.includes(PAYLOAD)
    ? `${message}: this server is older than the one it comes from, and cannot read its DUMP; a readable export can be imported`
    : message;
}
