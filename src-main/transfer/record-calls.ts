import type { WriteCall } from '../redis/clients.ts';
import type { KeyRecord } from './collect-keys.ts';
import type { Part, Piece } from './part.ts';
import { partCalls } from './part-calls.ts';

/** What writes all of a key where there is none of its name. */
export function recordCalls({ key, expiry, parts, fieldExpiries }: KeyRecord): WriteCall[] {
  const calls = mergeElements(parts).flatMap((part, i) => partCalls({ ...part, expiry }, i === 0));
  for (const { field, atMs } of fieldExpiries)
    calls.push(['hpexpireat', key, String(atMs), 'FIELDS', '1', field]);
  // A DUMP carries it in its RESTORE.
  if (expiry === null || parts[0]?.piece.kind === 'dump') return calls;
  calls.push(
    'atMs' in expiry
      ? ['pexpireat', key, String(expiry.atMs)]
      : ['pexpire', key, String(expiry.inMs)],
  );
  return calls;
}

/** Rows with an element each as one page: a command for each of them would take many times as long. */
function mergeElements(parts: readonly Part[]): readonly Part[] {
  const [first] = parts;
  if (first === undefined || parts.length === 1) return parts;
  const pieces = parts.map(({ piece }) => piece);
  const merged = merge(first.piece, pieces);
  return merged === null ? parts : [{ ...first, piece: merged }];
}

function merge({ kind }: Piece, pieces: readonly Piece[]): Piece | null {
  switch (kind) {
    case 'hash':
      return { kind, fields: pieces.flatMap((one) => (one.kind === kind ? one.fields : [])) };
    case 'list':
      return { kind, elements: pieces.flatMap((one) => (one.kind === kind ? one.elements : [])) };
    case 'set':
      return { kind, members: pieces.flatMap((one) => (one.kind === kind ? one.members : [])) };
    case 'zset':
      return { kind, members: pieces.flatMap((one) => (one.kind === kind ? one.members : [])) };
    default:
      return null;
  }
}
