import { LIMITS } from '../../../src-shared/limits.ts';
import type { TransferFormat } from '../../../src-shared/transfer-format.ts';
import type { ExpiryReader } from '../../redis/expiry.ts';
import { toBuffer } from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { encodePart, endOf } from '../../transfer/encode.ts';
import type { Part } from '../../transfer/part.ts';
import { keyIsGone } from '../keys/key-failures.ts';
import type { WholeValue } from './look-at-keys.ts';
import { leftOut, lengthOf, piecesOf, type Reading } from './read-pieces.ts';

export interface WriteKey extends Reading {
  readonly format: TransferFormat;
  readonly expiry: ExpiryReader;
}

export interface KnownKey {
  readonly key: Uint8Array;
  readonly type: string;
  readonly expiresAtMs: number | null;
}

/** Where the lines of a key go. */
export interface Target {
  readonly position: number;
  write(text: string): Promise<void>;
  backTo(position: number): Promise<void>;
}

export interface WrittenKey {
  /** Its length was another one at the end than at the beginning. */
  readonly isMixed: boolean;
  readonly leftOut: string | null;
}

/** Base64 takes four thirds; the name and the rest of the line are small beside it. */
const LARGEST_DUMP = Math.floor((LIMITS.transferLineBytes - LIMITS.nameBytes * 2) * 0.75);

/** One line with all of it, to the byte. */
export async function dumpLineOf(
  { redis, format, expiry }: WriteKey,
  known: KnownKey,
  dumped: Uint8Array | null = null,
): Promise<string> {
  const { key, type } = known;
  const dump = dumped ?? toOwn(key, await redis.read('dump', key));
  if (dump.byteLength > LARGEST_DUMP)
    throw new AppFailure({
      code: 'limit',
      limit: 'line of a file',
      message: `Its DUMP is larger than ${Math.floor(LARGEST_DUMP / 1_048_576)} MB, which is the most for one line`,
    });
  const part: Part = { key, expiry: expiryOf(known), piece: { kind: 'dump', type, dump } };
  const text = encodePart(format, part, { isFirst: true, nowMs: expiry.nowMs() });
  return text ?? '';
}

function toOwn(key: Uint8Array, reply: Parameters<typeof toBuffer>[0]): Uint8Array {
  if (reply === null) throw keyIsGone(key);
  return toBuffer(reply);
}

const expiryOf = ({ expiresAtMs }: KnownKey): Part['expiry'] =>
  expiresAtMs === null ? null : { atMs: expiresAtMs };

/** A key in pages, or where its type or this format has no way to write it, as a DUMP. `whole`: it was read already. */
export async function writeKey(
  writing: WriteKey,
  known: KnownKey,
  target: Target,
  whole: WholeValue | null = null,
): Promise<WrittenKey> {
  const { redis, format, expiry } = writing;
  const { key, type } = known;
  const start = target.position;
  const pieces = format === 'exact' ? null : (whole?.pieces ?? piecesOf(writing, key, type));
  const isPaged = pieces !== null && whole === null;
  const missing = isPaged ? await leftOut(writing, key, type) : (whole?.leftOut ?? null);
  const before = isPaged ? await lengthOf(redis, key, type) : null;
  let last: Part | null = null;
  let pages = 0;
  for await (const piece of pieces ?? []) {
    const note = missing === null || pages > 0 ? {} : { note: missing };
    last = { key, expiry: expiryOf(known), piece, ...note };
    const text = encodePart(format, last, { isFirst: pages === 0, nowMs: expiry.nowMs() });
    pages += 1;
    if (text === null) {
      last = null;
      break;
    }
    await target.write(text);
  }
  if (last === null) {
    await target.backTo(start);
    await target.write(await dumpLineOf(writing, known));
    return { isMixed: false, leftOut: null };
  }
  await target.write(endOf(format, last));
  const isMixed = isPaged && pages > 1 && (await lengthOf(redis, key, type)) !== before;
  return { isMixed, leftOut: missing };
}
