import type { TicketId } from '../../src-shared/contract/define.ts';
import { assertNever } from '../../src-shared/result.ts';
import type { DestroyClient } from '../redis/clients.ts';
import { expiryReader } from '../redis/expiry.ts';
import type { Session } from '../redis/session.ts';
import { keyOf } from './entry-key.ts';
import type { UndoEntry } from './entry.ts';
import type { UndoJournal } from './journal.ts';
import { restoreCopied } from './restore-copied.ts';
import { type Conflict, leftBy, type Restoring } from './restoring.ts';
import { restoreDeleted } from './restore-deleted.ts';
import { restoreEdit } from './restore-edit.ts';
import { restoreJsonKey, restoreJsonPath } from './restore-json.ts';
import { restoreNames } from './restore-names.ts';
import { restoreAdded, restoreGroup, restoreGroupId, restorePending } from './restore-stream.ts';
import { restoreTtls } from './restore-ttls.ts';
import { restoreSample, restoreSamples } from './restore-samples.ts';
import { undoScope } from './undo-scope.ts';

interface Undo {
  readonly redis: DestroyClient;
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
  let left: ReadonlyMap<string, string> | null = null;
  await journal.settle(undoScope(session), id, async (entries, notes) => {
    left ??= leftBy(notes);
    signal.throwIfAborted();
    const [first] = entries;
    if (first === undefined) return [];
    const expiry = await expiryReader(redis, session, keyOf(first));
    const { conflicts, rest } = await restoreAll({ redis, expiry, notes, left }, entries);
    restored += entries.length - conflicts.length;
    conflictCount += conflicts.length;
    named.push(...conflicts.slice(0, Math.max(0, MOST_NAMED - named.length)));
    return rest;
  });
  const report = named.map(({ key, reason }) => ({ key: new Uint8Array(key), reason }));
  return { restored, conflicts: report, conflictCount };
}

async function restoreAll(
  restoring: Restoring,
  entries: readonly UndoEntry[],
): Promise<{ readonly conflicts: Conflict[]; readonly rest: UndoEntry[] }> {
  const conflicts = [
    ...(await restoreDeleted(
      restoring,
      entries.filter((entry) => entry.kind === 'delete'),
    )),
    ...(await restoreNames(
      restoring,
      entries.filter((entry) => entry.kind === 'rename'),
    )),
    ...(await restoreTtls(
      restoring,
      entries.filter((entry) => entry.kind === 'ttl'),
    )),
  ];
  for (const entry of entries) {
    if (entry.kind === 'delete' || entry.kind === 'rename' || entry.kind === 'ttl') continue;
    const reason = await restoreOne(restoring, entry);
    if (reason !== null) conflicts.push({ entry, key: keyOf(entry), reason, lasting: false });
  }
  return { conflicts, rest: conflicts.flatMap(({ lasting, entry }) => (lasting ? [] : [entry])) };
}

/** null when it was done, else why not. */
async function restoreOne(
  restoring: Restoring,
  entry: Exclude<UndoEntry, { kind: 'delete' | 'rename' | 'ttl' }>,
): Promise<string | null> {
  switch (entry.kind) {
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
    case 'copied':
      return await restoreCopied(restoring, entry);
    case 'streamAdd':
      return await restoreAdded(restoring, entry);
    case 'streamGroup':
      return await restoreGroup(restoring, entry);
    case 'streamGroupId':
      return await restoreGroupId(restoring, entry);
    case 'streamPending':
      return await restorePending(restoring, entry);
    case 'after':
    case 'left':
    case 'streamIds':
      return null;
    default:
      return assertNever(entry);
  }
}
