import type { TicketId } from '../../src-shared/contract/define.ts';
import { assertNever } from '../../src-shared/result.ts';
import type { WriteClient } from '../redis/clients.ts';
import { expiryReader } from '../redis/expiry.ts';
import type { Session } from '../redis/session.ts';
import type { UndoEntry, UndoEntryOf } from './entry.ts';
import type { UndoJournal } from './journal.ts';
import { type Conflict, type Restoring, TTL_SLACK_MS } from './restoring.ts';
import { restoreDeleted } from './restore-deleted.ts';
import { restoreEdit } from './restore-edit.ts';
import { restoreJsonKey, restoreJsonPath } from './restore-json.ts';
import { restoreSample, restoreSamples } from './restore-samples.ts';
import { undoScope } from './undo-scope.ts';

interface Undo {
  readonly redis: WriteClient;
  readonly session: Session;
  readonly journal: UndoJournal;
  readonly signal: AbortSignal;
}

export interface UndoReport {
  readonly restored: number;
  readonly conflicts: { readonly key: Uint8Array; readonly reason: string }[];
  readonly conflictCount: number;
}

const MOST_NAMED = 1_000;

/** Takes a ticket back on the server it was made on. Never over something that somebody else put there since. */
export async function undoTicket(
  { redis, session, journal, signal }: Undo,
  id: TicketId,
): Promise<UndoReport> {
  let restored = 0;
  let conflictCount = 0;
  const named: Conflict[] = [];
  await journal.settle(undoScope(session), id, async (entries, notes) => {
    signal.throwIfAborted();
    const [first] = entries;
    if (first === undefined) return [];
    const expiry = await expiryReader(redis, session, keyOf(first));
    const { conflicts, left } = await restoreAll({ redis, expiry, notes }, entries);
    restored += entries.length - conflicts.length;
    conflictCount += conflicts.length;
    named.push(...conflicts.slice(0, Math.max(0, MOST_NAMED - named.length)));
    return left;
  });
  const report = named.map(({ key, reason }) => ({ key: new Uint8Array(key), reason }));
  return { restored, conflicts: report, conflictCount };
}

async function restoreAll(
  restoring: Restoring,
  entries: readonly UndoEntry[],
): Promise<{ readonly conflicts: Conflict[]; readonly left: UndoEntry[] }> {
  const deleted = entries.filter((entry) => entry.kind === 'delete');
  const conflicts = await restoreDeleted(restoring, deleted);
  for (const entry of entries) {
    const reason = entry.kind === 'delete' ? null : await restoreOne(restoring, entry);
    if (reason !== null) conflicts.push({ entry, key: keyOf(entry), reason, lasting: false });
  }
  return { conflicts, left: conflicts.flatMap(({ lasting, entry }) => (lasting ? [] : [entry])) };
}

function keyOf(entry: UndoEntry): Uint8Array {
  if (entry.kind === 'after') return new Uint8Array();
  return entry.kind === 'rename' ? entry.to : entry.key;
}

/** null when it was done, else why not. */
async function restoreOne(
  restoring: Restoring,
  entry: Exclude<UndoEntry, { kind: 'delete' }>,
): Promise<string | null> {
  switch (entry.kind) {
    case 'rename':
      return await restoreName(restoring, entry);
    case 'ttl':
      return await restoreTtl(restoring, entry);
    case 'jsonPath':
      return await restoreJsonPath(restoring, entry);
    case 'jsonKey':
      return await restoreJsonKey(restoring, entry);
    case 'sample':
      return await restoreSample(restoring, entry);
    case 'samples':
      return await restoreSamples(restoring, entry);
    case 'edit':
      return await restoreEdit(restoring, entry);
    case 'after':
      return null;
    default:
      return assertNever(entry);
  }
}

async function restoreName(
  { redis }: Restoring,
  { from, to }: UndoEntryOf<'rename'>,
): Promise<string | null> {
  const [there] = await redis.readAll([['exists', to]]);
  if (there?.ok === true && String(there.reply) === '0') return 'The key is gone';
  const reply = await redis.write('renamenx', to, from);
  return String(reply) === '1' ? null : 'There is a key of its earlier name again';
}

async function restoreTtl(
  { redis, expiry }: Restoring,
  { key, beforeMs, afterMs }: UndoEntryOf<'ttl'>,
): Promise<string | null> {
  let reason: string | null = 'It was changed at this very moment';
  const outcome = await redis.transact(key, async (reader) => {
    const [exists, at] = await reader.readAll([['exists', key], expiry.call(key)]);
    if (exists?.ok !== true || at?.ok !== true) reason = 'Its TTL could not be read';
    else if (String(exists.reply) === '0') reason = 'The key is gone';
    else if (!isSameTime(expiry.atMs(at.reply), afterMs)) reason = 'Its TTL was changed since';
    else if (beforeMs === null) return [['persist', key]];
    else if (beforeMs <= expiry.nowMs()) reason = 'By its earlier TTL it would have expired by now';
    else return [['pexpireat', key, beforeMs]];
    return null;
  });
  if (!outcome.done) return reason;
  const [reply] = outcome.replies;
  return reply?.ok === true ? null : (reply?.failure.message ?? 'No answer');
}

function isSameTime(a: number | null, b: number | null): boolean {
  return a === null || b === null ? a === b : Math.abs(a - b) <= TTL_SLACK_MS;
}
