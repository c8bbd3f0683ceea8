import type { Output } from '../../src-shared/contract/index.ts';
import { LIMITS } from '../../src-shared/limits.ts';
import type { ReadCall, ReadClient } from '../redis/clients.ts';
import { type ExpiryReader, expiryReader } from '../redis/expiry.ts';
import { toText } from '../redis/reply.ts';
import type { Session } from '../redis/session.ts';
import { keyOf } from './entry-key.ts';
import type { UndoEntry } from './entry.ts';
import { countOf, type KeptTicket, liveFrames, readEntries } from './kept-ticket.ts';
import { type Preview, previewOf } from './preview-entry.ts';
import { isSameTime } from './restoring.ts';

type Check = Output<'undo.check'>;

/** A part of a ticket beyond this is not read only to be shown. */
const LARGEST_PART = 33_554_432;

interface FirstEntries {
  readonly entries: readonly UndoEntry[];
  readonly unread: number;
}

async function firstEntries(ticket: KeptTicket): Promise<FirstEntries> {
  const entries: UndoEntry[] = [];
  let unread = 0;
  for (const frame of liveFrames(ticket.file)) {
    if (frame.number === 0) continue;
    if (entries.length >= LIMITS.previewKeys) break;
    if (frame.length > LARGEST_PART) unread += frame.number;
    else entries.push(...(await readEntries(ticket, frame)));
  }
  return { entries: entries.slice(0, LIMITS.previewKeys), unread };
}

/** What a ticket would bring back, without its values. Throws when the file was tampered with. */
export async function previewTicket(ticket: KeptTicket): Promise<Preview> {
  const { entries, unread } = await firstEntries(ticket);
  return { keys: entries.map(previewOf), total: countOf(ticket.file), unread };
}

/** Looks on the server which of the first keys an undo would leave alone: two replies for each, in one pipeline. */
export async function checkTicket(
  ticket: KeptTicket,
  redis: ReadClient,
  session: Session,
): Promise<Check> {
  const { entries } = await firstEntries(ticket);
  const [first] = entries;
  if (first === undefined) return { conflicts: [], checked: 0, comparedLater: 0 };
  const expiry = await expiryReader(redis, session, keyOf(first));
  const replies = await redis.readAll(entries.flatMap((entry) => callsOf(entry, expiry)));
  const conflicts: Check['conflicts'] = [];
  let comparedLater = 0;
  for (const [i, entry] of entries.entries()) {
    const exists = replies[i * 2];
    const other = replies[i * 2 + 1];
    if (exists?.ok !== true || other?.ok !== true) {
      comparedLater += 1;
      continue;
    }
    const isThere = toText(exists.reply) !== '0';
    const reason = reasonOf(entry, { isThere, other: other.reply, expiry });
    if (reason !== null) conflicts.push({ key: keyOf(entry), reason });
    else if (!KNOWN_BY_LOOKING.has(entry.kind)) comparedLater += 1;
  }
  return { conflicts, checked: entries.length, comparedLater };
}

const KNOWN_BY_LOOKING: ReadonlySet<UndoEntry['kind']> = new Set(['delete', 'rename', 'ttl']);

function callsOf(entry: UndoEntry, expiry: ExpiryReader): readonly ReadCall[] {
  const key = keyOf(entry);
  return [['exists', key], entry.kind === 'rename' ? ['exists', entry.from] : expiry.call(key)];
}

interface Found {
  readonly isThere: boolean;
  readonly other: Parameters<ExpiryReader['atMs']>[0];
  readonly expiry: ExpiryReader;
}

function reasonOf(entry: UndoEntry, { isThere, other, expiry }: Found): string | null {
  if (entry.kind === 'delete') {
    if (entry.expiresAtMs !== null && entry.expiresAtMs <= expiry.nowMs())
      return 'Its TTL has run out meanwhile';
    return isThere ? 'There is a key of this name again' : null;
  }
  if (entry.kind === 'rename') {
    if (!isThere) return 'The key is gone';
    return toText(other) === '0' ? null : 'There is a key of its earlier name again';
  }
  if (entry.kind !== 'ttl') return null;
  if (!isThere) return 'The key is gone';
  if (entry.beforeMs !== null && entry.beforeMs <= expiry.nowMs())
    return 'By its earlier TTL it would have expired by now';
  const at = expiry.atMs(other);
  return isSameTime(at, entry.afterMs) ? null : 'Its TTL was changed since';
}
