import { Gunzip, Inflate, Unzlib } from 'fflate';
import { ByteReader } from './byte-reader.ts';
import { adler32, crc32 } from './checksums.ts';
import { type Decoded, DecodeFailure, type DecodeLimits, type Decoder } from './decoder.ts';
import { OutputBuffer } from './output-buffer.ts';

interface Stream {
  push(chunk: Uint8Array, isFinal: boolean): void;
}

/** Small pieces: each may unpack to a thousand times its size before the limit is looked at. */
const PIECE_BYTES = 4_096;

const DAMAGED = 'it is damaged (its checksum does not fit)';

/** Feeds a decompressor of a library piece by piece. */
export function unpack(
  bytes: Uint8Array,
  limits: DecodeLimits,
  open: (onData: (part: Uint8Array) => void) => Stream,
): Extract<Decoded, { kind: 'bytes' }> {
  const output = new OutputBuffer(limits, bytes.byteLength * 4);
  try {
    const stream = open((part) => output.append(part));
    for (let at = 0; at < bytes.byteLength; at += PIECE_BYTES) {
      const end = Math.min(at + PIECE_BYTES, bytes.byteLength);
      stream.push(bytes.slice(at, end), end === bytes.byteLength);
    }
  } catch (thrown) {
    if (thrown instanceof DecodeFailure || !(thrown instanceof Error)) throw thrown;
    throw new DecodeFailure(`it is damaged (${thrown.message})`);
  }
  return { kind: 'bytes', bytes: output.finish() };
}

const startsWith = (bytes: Uint8Array, ...start: readonly number[]): boolean =>
  bytes.byteLength > start.length && start.every((byte, at) => bytes[at] === byte);

export const gzip: Decoder = {
  name: 'gzip',
  sniff: (bytes) => startsWith(bytes, 0x1f, 0x8b),
  decode(bytes, limits) {
    if (!startsWith(bytes, 0x1f, 0x8b)) throw new DecodeFailure('it has no gzip header');
    let further = 0;
    const unpacked = unpack(bytes, limits, (onData) => {
      const stream = new Gunzip(onData);
      stream.onmember = () => {
        further += 1;
      };
      return stream;
    });
    // Of several members each has its own sum; nearly every value is one.
    const sum = new ByteReader(bytes.subarray(-8)).u32(true);
    if (further === 0 && sum !== crc32(unpacked.bytes)) throw new DecodeFailure(DAMAGED);
    return unpacked;
  },
};

export const zlib: Decoder = {
  name: 'zlib',
  sniff: (bytes) =>
    bytes.byteLength > 6 &&
    bytes[0] === 0x78 &&
    [0x01, 0x5e, 0x9c, 0xda].includes(bytes[1] ?? 0) &&
    (0x78 * 256 + (bytes[1] ?? 0)) % 31 === 0,
  decode(bytes, limits) {
    const unpacked = unpack(bytes, limits, (onData) => new Unzlib(onData));
    if (new ByteReader(bytes.subarray(-4)).u32() !== adler32(unpacked.bytes))
      throw new DecodeFailure(DAMAGED);
    return unpacked;
  },
};

/** Without a header it cannot be told from anything else. */
export const deflate: Decoder = {
  name: 'deflate',
  sniff: () => false,
  decode: (bytes, limits) => unpack(bytes, limits, (onData) => new Inflate(onData)),
};
