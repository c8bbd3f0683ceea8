import type { ValueEdit } from './contract/edits.ts';
import { quoteArgument, toBytes } from './redis-value.ts';
import { assertNever } from './result.ts';

/** Commands that edits are made of. */
export type EditName =
  | 'append'
  | 'geoadd'
  | 'hdel'
  | 'hpersist'
  | 'hpexpire'
  | 'hpexpireat'
  | 'hset'
  | 'linsert'
  | 'lmove'
  | 'lpushx'
  | 'lrem'
  | 'lset'
  | 'pexpireat'
  | 'rpush'
  | 'rpushx'
  | 'sadd'
  | 'set'
  | 'setbit'
  | 'setrange'
  | 'srem'
  | 'zadd'
  | 'zrem';

/** One command of an edit, its name as Redis has it in lower case. */
export type EditCommand = readonly [name: EditName, ...args: (string | Uint8Array)[]];

/** What only the server knows when an edit is made. */
export interface EditFacts {
  /** The field's own expiry: HSET drops it, so it is set again. */
  readonly fieldExpiresAtMs: string | null;
  /** Taking back what had emptied the key, and so removed it: it is made again with the expiry it had. */
  readonly emptied: { readonly expiresAtMs: number | null } | null;
  /** The element that is where another one is moved to: it stands beside it then. */
  readonly beside?: Uint8Array | null;
}

export const NO_FACTS: EditFacts = { fieldExpiresAtMs: null, emptied: null };

/** Stands for one element of a list, among others of the same value, for as long as a transaction takes. */
export const LIST_MARKER = '__redstart_this_one__';

/** The commands that make an edit, in their order, to be run in one MULTI. */
export function editCommands(
  key: Uint8Array,
  edit: ValueEdit,
  facts: EditFacts = NO_FACTS,
): EditCommand[] {
  const commands = changeCommands(key, edit, facts);
  const expiresAtMs = facts.emptied?.expiresAtMs ?? null;
  return expiresAtMs === null ? commands : [...commands, ['pexpireat', key, String(expiresAtMs)]];
}

/** Of two parts of the same length: from the first byte that differs to behind the last one. */
export function changedRange(
  before: Uint8Array,
  value: Uint8Array,
): { readonly first: number; readonly end: number } {
  let first = 0;
  let end = value.byteLength;
  while (first < end && before[first] === value[first]) first += 1;
  while (end > first && before[end - 1] === value[end - 1]) end -= 1;
  return { first, end };
}

function changeCommands(key: Uint8Array, edit: ValueEdit, facts: EditFacts): EditCommand[] {
  switch (edit.kind) {
    case 'string.set':
      return [['set', key, edit.value, 'KEEPTTL']];
    case 'string.append':
      return [['append', key, edit.value]];
    case 'string.setrange': {
      const { first, end } = changedRange(edit.before, edit.value);
      return [['setrange', key, String(edit.offset + first), edit.value.subarray(first, end)]];
    }
    case 'string.setbit':
      return [['setbit', key, String(edit.offset), String(edit.value)]];
    case 'hash.set': {
      const at = facts.fieldExpiresAtMs;
      const set: EditCommand = ['hset', key, edit.field, edit.value];
      return at === null ? [set] : [set, ['hpexpireat', key, at, 'FIELDS', '1', edit.field]];
    }
    case 'hash.expire':
      return edit.ttlMs === null
        ? [['hpersist', key, 'FIELDS', '1', edit.field]]
        : [['hpexpire', key, String(edit.ttlMs), 'FIELDS', '1', edit.field]];
    case 'hash.delete':
      return [['hdel', key, edit.field]];
    case 'set.add':
      return [['sadd', key, edit.member]];
    case 'set.replace':
      // First the new one: a set that is empty for a moment would lose its TTL.
      return [
        ['sadd', key, edit.member],
        ['srem', key, edit.before],
      ];
    case 'set.remove':
      return [['srem', key, edit.member]];
    case 'zset.set':
      return [['zadd', key, edit.score, edit.member]];
    case 'zset.rename':
      // First the new one, as in a set.
      return [
        ['zadd', key, edit.before, edit.to],
        ['zrem', key, edit.member],
      ];
    case 'zset.place': {
      const { member, before, longitude, latitude } = edit;
      return [['geoadd', key, before === null ? 'NX' : 'XX', longitude, latitude, member]];
    }
    case 'zset.remove':
      return [['zrem', key, edit.member]];
    default:
      return listCommands(key, edit, facts);
  }
}

type ListEdit = Extract<ValueEdit, { readonly kind: `list.${string}` }>;

function listCommands(key: Uint8Array, edit: ListEdit, facts: EditFacts): EditCommand[] {
  switch (edit.kind) {
    case 'list.set':
      return [['lset', key, String(edit.index), edit.value]];
    case 'list.push':
      if (facts.emptied !== null) return [['rpush', key, edit.value]];
      return [[edit.end === 'left' ? 'lpushx' : 'rpushx', key, edit.value]];
    case 'list.insert': {
      const { index, where, value, before } = edit;
      const after = where === 'before' ? index + 1 : index;
      return [
        ['lset', key, String(index), LIST_MARKER],
        ['linsert', key, where.toUpperCase(), LIST_MARKER, value],
        ['lset', key, String(after), before],
      ];
    }
    case 'list.move': {
      const { index, before, end } = edit;
      if (index === 0 && end === 'right') return [['lmove', key, key, 'LEFT', 'RIGHT']];
      return [
        ['lset', key, String(index), LIST_MARKER],
        ['lrem', key, '1', LIST_MARKER],
        [end === 'left' ? 'lpushx' : 'rpushx', key, before],
      ];
    }
    case 'list.moveTo': {
      const { index, before, to } = edit;
      // Without the element the one it goes beside has one index less where it stood behind it.
      const [where, at, after] = to > index ? ['AFTER', to - 1, to - 1] : ['BEFORE', to, to + 1];
      return [
        ['lset', key, String(index), LIST_MARKER],
        ['lrem', key, '1', LIST_MARKER],
        ['lset', key, String(at), LIST_MARKER],
        ['linsert', key, where, LIST_MARKER, before],
        ['lset', key, String(after), facts.beside ?? `<element-${to}>`],
      ];
    }
    case 'list.remove':
      return [
        ['lset', key, String(edit.index), LIST_MARKER],
        ['lrem', key, '1', LIST_MARKER],
      ];
    default:
      return assertNever(edit);
  }
}

/** A command as redis-cli takes it. */
export function commandLine([name, ...args]: readonly [
  name: string,
  ...args: (string | Uint8Array)[],
]): string {
  const words = args.map((arg) => quoteArgument(typeof arg === 'string' ? toBytes(arg) : arg));
  return [name.toUpperCase().replace('|', ' '), ...words].join(' ');
}
