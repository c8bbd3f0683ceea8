import { toBinaryString } from '../../../src-shared/redis-value.ts';
import type { BatchReply, DestroyCall, ReadClient } from '../../redis/clients.ts';
import type { ExpiryReader } from '../../redis/expiry.ts';
import { digestOf } from '../../undo/digest.ts';
import type { UndoEntry, UndoEntryOf } from '../../undo/entry.ts';
import type { Change, PreparedChunk, Refused } from './change.ts';
import { apart } from './delete-change.ts';
import { lookAtTarget, type Target } from './look-at-target.ts';
import type { PlannedKeys } from './planned-keys.ts';
import { type Snapshot, SnapshotReader } from './snapshot-chunk.ts';
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

/** DUMP where it comes from, RESTORE where it goes, with the time it expires at; DUMP again tells the undo what was left. */
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
  return {
    byOneCommand: true,
    watched: (keys) => keys,
    async prepare(redis, keys) {
      const read = await sources.read(from.redis, keys);
      const { same, different } = apart(read.entries, from.planned);
      const source = { ...read, entries: same, different };
      const byName = new Map(same.map((entry) => [toBinaryString(entry.key), entry]));
      const wanted = same.map(({ key }) => key);
      const target = await lookAtTarget(redis, targets, wanted, refuse);
      const entries: Copied[] = [];
      const sent: Source[] = [];
      for (const { key, before } of target.free) {
        const entry = byName.get(toBinaryString(key));
        if (entry === undefined) throw new Error('a key that was not read');
        entries.push({ kind: 'copied', key, before });
        sent.push(entry);
      }
      const chunk = { entries, calls: sent.flatMap(callsOf), ...counts(keys, source, target) };
      sentBy.set(chunk, sent);
      return chunk;
    },
    conclude: concludeCopy,
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
    ? `${message}: this server is older than the one it comes from, and cannot read its DUMP`
    : message;
}
