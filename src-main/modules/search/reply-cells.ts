import type { SearchCell } from '../../../src-shared/contract/search.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import { escapeBytes, toUtf8 } from '../../../src-shared/redis-value.ts';
import { type Reply, toBuffer, toPairs, UnexpectedReply } from '../../redis/reply.ts';

/** TOLIST and its like give lists; nobody nests deeper than this. */
const MAX_DEPTH = 8;

/** Text for people of a name or value that may be any bytes. */
export const textOf = (bytes: Uint8Array): string => toUtf8(bytes) ?? escapeBytes(bytes);

/** The first `searchCellBytes`, never half a character. */
function firstBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.byteLength <= LIMITS.searchCellBytes) return bytes;
  let end = LIMITS.searchCellBytes;
  for (let back = 0; back < 3 && ((bytes[end] ?? 0) & 0xc0) === 0x80; back++) end -= 1;
  return bytes.subarray(0, end);
}

function listText(reply: Reply, depth: number): string {
  if (depth > MAX_DEPTH) throw new UnexpectedReply('a value', reply);
  if (Array.isArray(reply)) return `[${reply.map((item) => listText(item, depth + 1)).join(',')}]`;
  if (reply === null) return 'null';
  return typeof reply === 'boolean' ? String(reply) : JSON.stringify(textOf(toBuffer(reply)));
}

function toCell(name: string, reply: Reply): SearchCell {
  if (reply === null) return { name, value: null, bytes: 0 };
  const bytes =
    Array.isArray(reply) || typeof reply === 'boolean'
      ? Buffer.from(listText(reply, 0))
      : toBuffer(reply);
  return { name, value: textOf(firstBytes(bytes)), bytes: bytes.byteLength };
}

/** `[name, value, ...]` of one document or group. */
export const toCells = (reply: Reply): SearchCell[] =>
  toPairs(reply).map(([name, value]) => toCell(textOf(toBuffer(name)), value));
