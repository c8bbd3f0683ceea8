import type { ConnectionId } from '../../../../../../src-shared/contract/define.ts';
import type { Output } from '../../../../../../src-shared/contract/index.ts';
import type { EntryOrder } from '../../../../../../src-shared/contract/series.ts';
import { LIMITS } from '../../../../../../src-shared/limits.ts';
import { ok, type Result } from '../../../../../../src-shared/result.ts';
import type { Client } from '../../../../../client/client.ts';
import type { Group } from '../GroupsTable.tsx';
import { isFollowed, type Page } from '../pages.ts';

export type Entry = Output<'values.stream'>['entries'][number];

/** Where the last page ended, and how many entries were read so far. */
export interface Place {
  readonly end: string | null;
  readonly read: number;
}

export interface EntryRange {
  readonly from: string;
  readonly to: string;
}

export interface EntrySource {
  readonly client: Client;
  readonly connection: ConnectionId;
  readonly key: Uint8Array;
  /** null: the whole stream. */
  readonly range: EntryRange | null;
  readonly order: EntryOrder;
  readonly onGroups: (groups: readonly Group[] | null) => void;
}

type EntryPage = Result<Page<Entry, Place>>;

async function readRange(
  { client, connection, key, order }: EntrySource,
  { from, to }: EntryRange,
  { place, signal }: { readonly place: Place; readonly signal: AbortSignal },
): Promise<EntryPage> {
  const ends = order === 'newest' ? { from, to: place.end ?? to } : { from: place.end ?? from, to };
  const input = { connection, key, ...ends, order, count: LIMITS.pageElements };
  const result = await client.call('streams.range', input, { signal });
  if (!result.ok) return result;
  const { entries, next, total } = result.value;
  const read = place.read + entries.length;
  return ok({ rows: entries, next: next === null ? null : { end: next, read }, total });
}

/** A page of the entries, from either end; of the whole stream it tells the groups too. */
export async function readEntries(
  source: EntrySource,
  place: Place,
  signal: AbortSignal,
): Promise<EntryPage> {
  if (source.range !== null) return readRange(source, source.range, { place, signal });
  const { client, connection, key, order } = source;
  const input = { connection, key, order, past: place.end, count: LIMITS.pageElements };
  const result = await client.call('values.stream', input, { signal });
  if (!result.ok) return result;
  const { entries, total, groups } = result.value;
  source.onGroups(groups);
  // A page of large entries has fewer of them than were asked for.
  const last = entries.at(-1)?.id;
  const next = { end: last ?? null, read: place.read + entries.length };
  const isMore = isFollowed(entries.length, next.read, total);
  return ok({ rows: entries, next: isMore ? next : null, total });
}
