import type { Output } from '../../../src-shared/contract/index.ts';
import type { Consumer, PendingEntry } from '../../../src-shared/contract/series.ts';
import {
  type Reply,
  toCount,
  toFields,
  toList,
  toOwnBytes,
  toPairs,
  toText,
  toTextOrNull,
  UnexpectedReply,
} from '../../redis/reply.ts';
import { partOf, totalOf } from '../values/page-budget.ts';
import { AppFailure } from '../../rpc/app-failure.ts';

/** A count of milliseconds or deliveries, as text. */
function whole(reply: Reply | undefined): string {
  const text = toText(reply ?? null);
  if (!/^-?\d{1,20}$/.test(text)) throw new UnexpectedReply('an integer', text);
  return text;
}

function entriesOf<Field>(
  reply: Reply,
  fieldOf: (field: Uint8Array, value: Reply) => Field,
): { readonly id: string; readonly fields: Field[] }[] {
  return toList(reply).map((entry) => {
    const [id = null, fields = null] = toList(entry);
    // null: the entry was deleted, but is still pending somewhere.
    const pairs = fields === null ? [] : toPairs(fields);
    return {
      id: toText(id),
      fields: pairs.map(([field, value]) => fieldOf(toOwnBytes(field), value)),
    };
  });
}

/** XRANGE and XREVRANGE; of long values the beginnings. */
export const readEntries = (reply: Reply): Output<'streams.range'>['entries'] =>
  entriesOf(reply, (field, value) => {
    const part = partOf(value);
    return { field, value: part.bytes, ...totalOf(part) };
  });

/** The same with whole values. */
export const readWholeEntries = (reply: Reply) =>
  entriesOf(reply, (field, value) => [field, toOwnBytes(value)] as const);

/** XINFO STREAM; what older servers do not tell is null. */
export function readStreamFacts(reply: Reply): Output<'streams.facts'> {
  const fields = toFields(reply);
  const first = fields.get('first-entry') ?? null;
  const textOf = (name: string): string | null => toTextOrNull(fields.get(name) ?? null);
  const countOf = (name: string): number => toCount(fields.get(name) ?? null);
  return {
    length: countOf('length'),
    lastId: toText(fields.get('last-generated-id') ?? null),
    firstId: first === null ? null : toText(toList(first)[0] ?? null),
    entriesAdded: textOf('entries-added'),
    maxDeletedId: textOf('max-deleted-entry-id'),
    groups: countOf('groups'),
    radixTreeKeys: countOf('radix-tree-keys'),
    radixTreeNodes: countOf('radix-tree-nodes'),
  };
}

/** XINFO CONSUMERS. */
export function readConsumers(reply: Reply): Consumer[] {
  return toList(reply).map((one) => {
    const fields = toFields(one);
    const inactive = fields.get('inactive') ?? null;
    return {
      name: toOwnBytes(fields.get('name') ?? null),
      pending: toCount(fields.get('pending') ?? null),
      idleMs: whole(fields.get('idle')),
      inactiveMs: inactive === null ? null : whole(inactive),
    };
  });
}

/** XPENDING with a range. */
export function readPendingEntries(reply: Reply): PendingEntry[] {
  return toList(reply).map((one) => {
    const [id = null, name = null, idle, deliveries] = toList(one);
    return {
      id: toText(id),
      consumer: toOwnBytes(name),
      idleMs: whole(idle),
      deliveries: whole(deliveries),
    };
  });
}

const LARGEST_SEQUENCE = 2n ** 64n - 1n;

/** The ID just after this one; null when there is none. "(" for exclusive ranges came only with Redis 6.2. */
export function nextId(id: string): string | null {
  const [, ms, sequence] = /^(\d{1,20})-(\d{1,20})$/.exec(id) ?? [];
  if (ms === undefined || sequence === undefined) throw new UnexpectedReply('an ID', id);
  if (BigInt(sequence) < LARGEST_SEQUENCE) return `${ms}-${BigInt(sequence) + 1n}`;
  return BigInt(ms) < LARGEST_SEQUENCE ? `${BigInt(ms) + 1n}-0` : null;
}

/** The ID just before this one; null when there is none. "(" for exclusive ranges came only with Redis 6.2. */
export function previousId(id: string): string | null {
  const [, ms, sequence] = /^(\d{1,20})-(\d{1,20})$/.exec(id) ?? [];
  if (ms === undefined || sequence === undefined)
    throw new AppFailure({
      code: 'input.invalid',
      issues: ['before'],
      message: 'That is no ID of a stream entry',
    });
  if (BigInt(sequence) > 0n) return `${ms}-${BigInt(sequence) - 1n}`;
  return BigInt(ms) > 0n ? `${BigInt(ms) - 1n}-${LARGEST_SEQUENCE}` : null;
}
