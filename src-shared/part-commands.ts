import type { PartsChange, ZsetPart } from './contract/part-changes.ts';
import type { ZsetRange } from './contract/ranges.ts';
import { type EditName, LIST_MARKER } from './edit-commands.ts';
import { assertNever } from './result.ts';

/** One command, its name as Redis has it in lower case. */
export type PartCommand = readonly [name: PartName, ...args: (string | Uint8Array)[]];
type PartName = EditName | 'ltrim' | 'zremrangebylex' | 'zremrangebyrank' | 'zremrangebyscore';

/** Members or fields of one command: one with very many holds up the server's other clients. */
const BATCH = 500;

/** In parts of so many as one command takes. */
export function inBatches<T>(all: readonly T[], size = BATCH): T[][] {
  const batches: T[][] = [];
  for (let from = 0; from < all.length; from += size) batches.push(all.slice(from, from + size));
  return batches;
}

/** What was read of these parts, in bytes. */
export const bytesOf = (parts: readonly Readonly<Record<string, unknown>>[]): number =>
  parts.reduce(
    (sum, part) =>
      Object.values(part).reduce<number>(
        (own, value) => own + (value instanceof Uint8Array ? value.byteLength : 0),
        sum,
      ),
    0,
  );

function withMark(mark: string, member: Uint8Array): Uint8Array {
  return Uint8Array.from([mark.charCodeAt(0), ...member]);
}

type End = string | Uint8Array;

/** The ends of a range as ZRANGEBYSCORE and ZRANGEBYLEX take them. */
export function rangeEnds(range: ZsetRange): readonly [min: End, max: End] {
  if (range.by === 'score') {
    const score = (end: typeof range.min, otherwise: string) =>
      end === null ? otherwise : `${end.exclusive ? '(' : ''}${end.score}`;
    return [score(range.min, '-inf'), score(range.max, '+inf')];
  }
  const member = (end: typeof range.min, otherwise: string) =>
    end === null ? otherwise : withMark(end.exclusive ? '(' : '[', end.member);
  return [member(range.min, '-'), member(range.max, '+')];
}

/** What is below a range: its lower end turned around. null: nothing is. */
export function rangeBelow(range: ZsetRange): ZsetRange | null {
  if (range.min === null) return null;
  if (range.by === 'score')
    return { by: 'score', min: null, max: { ...range.min, exclusive: !range.min.exclusive } };
  return { by: 'lex', min: null, max: { ...range.min, exclusive: !range.min.exclusive } };
}

function rangeCommand(key: Uint8Array, range: ZsetPart): PartCommand {
  if (range.by === 'rank') return ['zremrangebyrank', key, String(range.start), String(range.stop)];
  return [range.by === 'score' ? 'zremrangebyscore' : 'zremrangebylex', key, ...rangeEnds(range)];
}

/** The commands that make a change of several parts, in their order, to be run in one MULTI. */
export function partCommands(key: Uint8Array, change: PartsChange): PartCommand[] {
  switch (change.kind) {
    case 'hash.removeFields':
      return inBatches(change.fields).map((part) => [
        'hdel',
        key,
        ...part.map(({ field }) => field),
      ]);
    case 'hash.expireFields': {
      const { ttlMs } = change;
      return inBatches(change.fields).map((part) => {
        const fields = ['FIELDS', String(part.length), ...part.map(({ field }) => field)];
        return ttlMs === null
          ? ['hpersist', key, ...fields]
          : ['hpexpire', key, String(ttlMs), ...fields];
      });
    }
    case 'set.removeMembers':
      return inBatches(change.members).map((part) => [
        'srem',
        key,
        ...part.map(({ member }) => member),
      ]);
    case 'zset.removeMembers':
      return inBatches(change.members).map((part) => [
        'zrem',
        key,
        ...part.map(({ member }) => member),
      ]);
    case 'zset.removeRange':
      return [rangeCommand(key, change.range)];
    case 'list.removeElements': {
      const marked = change.elements.map(({ index }): PartCommand => [
        'lset',
        key,
        String(index),
        LIST_MARKER,
      ]);
      return [...marked, ['lrem', key, String(marked.length), LIST_MARKER]];
    }
    case 'list.trim':
      return [['ltrim', key, String(change.start), String(change.stop)]];
    default:
      return assertNever(change);
  }
}
