import { decompress as unbrotli } from 'brotli/decompress';
import { Decompress } from 'fzstd';
import { ByteReader } from './byte-reader.ts';
import { DecodeFailure, type DecodeLimits, type Decoder } from './decoder.ts';
import { unpack } from './flate.ts';
import { OutputBuffer } from './output-buffer.ts';

const MAGIC = 0xfd2f_b528;
/** Of zstd's own default for what a decoder takes. */
const MOST_WINDOW = 134_217_728;

/** The window a frame asks for, before a library makes room for it. */
function checkZstdHeader(bytes: Uint8Array, { outputBytes }: DecodeLimits): void {
  const reader = new ByteReader(bytes);
  if (bytes.byteLength < 6 || reader.u32(true) !== MAGIC)
    throw new DecodeFailure('it has no zstd header');
  const flags = reader.u8();
  const isSingle = (flags & 0x20) !== 0;
  if (!isSingle) {
    const window = reader.u8();
    const base = 2 ** (10 + (window >> 3));
    if (base + (base / 8) * (window & 7) > MOST_WINDOW)
      throw new DecodeFailure('it asks for a window above 128 MB', 'output');
  }
  reader.take([0, 1, 2, 4][flags & 3] ?? 0);
  const sizeFlag = flags >> 6;
  if (sizeFlag === 0 && !isSingle) return;
  let size = 0n;
  if (sizeFlag === 0) size = BigInt(reader.u8());
  else if (sizeFlag === 1) size = BigInt(reader.u16(true)) + 256n;
  else size = sizeFlag === 2 ? BigInt(reader.u32(true)) : reader.u64(true);
  if (size > BigInt(outputBytes))
    throw new DecodeFailure(`it unpacks to more than ${outputBytes} bytes`, 'output');
}

export const zstd: Decoder = {
  name: 'zstd',
  sniff: (bytes) => bytes.byteLength > 6 && new ByteReader(bytes).u32(true) === MAGIC,
  decode(bytes, limits) {
    checkZstdHeader(bytes, limits);
    return unpack(bytes, limits, (onData) => new Decompress(onData));
  },
};

/** Has no mark of its own. */
export const brotli: Decoder = {
  name: 'brotli',
  sniff: () => false,
  decode(bytes, { outputBytes }) {
    if (bytes.byteLength === 0) throw new DecodeFailure('it is empty');
    let unpacked: Uint8Array;
    try {
      unpacked = unbrotli(bytes, outputBytes);
    } catch {
      throw new DecodeFailure('it is no brotli, or damaged');
    }
    // The library makes more room where it is needed; how much is bound by the time alone.
    if (unpacked.byteLength > outputBytes)
      throw new DecodeFailure(`it unpacks to more than ${outputBytes} bytes`, 'output');
    return { kind: 'bytes', bytes: unpacked.slice() };
  },
};

/** A run of literals and repeats, as LZ4 packs one block. */
function lz4Block(block: Uint8Array, output: OutputBuffer): void {
  const reader = new ByteReader(block);
  const length = (start: number): number => {
    let total = start;
    if (start !== 15) return total;
    for (let more = 255; more === 255;) {
      more = reader.u8();
      total += more;
    }
    return total;
  };
  while (reader.left > 0) {
    const token = reader.u8();
    output.append(reader.take(length(token >> 4)));
    if (reader.left === 0) return;
    const distance = reader.u16(true);
    output.repeat(distance, length(token & 15) + 4);
  }
}

const LZ4_MAGIC = 0x184d_2204;

export const lz4: Decoder = {
  name: 'lz4',
  sniff: (bytes) => bytes.byteLength > 7 && new ByteReader(bytes).u32(true) === LZ4_MAGIC,
  decode(bytes, limits) {
    const reader = new ByteReader(bytes);
    if (bytes.byteLength < 7 || reader.u32(true) !== LZ4_MAGIC)
      throw new DecodeFailure('it has no LZ4 frame header');
    const flags = reader.u8();
    if (flags >> 6 !== 1) throw new DecodeFailure('a version of LZ4 frames that is not known');
    // Block size, then what the flags announce: content size, dictionary; the header's checksum.
    reader.take(1 + ((flags & 8) === 0 ? 0 : 8) + ((flags & 1) === 0 ? 0 : 4) + 1);
    const output = new OutputBuffer(limits, bytes.byteLength * 4);
    for (let size = reader.u32(true); size !== 0; size = reader.u32(true)) {
      const block = reader.take(size & 0x7fff_ffff);
      if (size >= 0x8000_0000) output.append(block);
      else lz4Block(block, output);
      if ((flags & 16) !== 0) reader.take(4);
    }
    return { kind: 'bytes', bytes: output.finish() };
  },
};
