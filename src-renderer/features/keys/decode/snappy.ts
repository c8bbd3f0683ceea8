import { ByteReader } from './byte-reader.ts';
import { DecodeFailure, type DecodeLimits, type Decoder } from './decoder.ts';
import { OutputBuffer } from './output-buffer.ts';

function little(reader: ByteReader, bytes: number): number {
  let value = 0;
  for (let at = 0; at < bytes; at++) value += reader.u8() * 256 ** at;
  return value;
}

function varint(reader: ByteReader): number {
  let value = 0;
  for (let at = 0; at < 5; at++) {
    const byte = reader.u8();
    value += (byte & 0x7f) * 128 ** at;
    if (byte < 0x80) return value;
  }
  throw new DecodeFailure('its length is none');
}

function unpackRaw(bytes: Uint8Array, limits: DecodeLimits): Uint8Array {
  const reader = new ByteReader(bytes);
  const size = varint(reader);
  if (size > limits.outputBytes)
    throw new DecodeFailure(`it unpacks to more than ${limits.outputBytes} bytes`, 'output');
  const output = new OutputBuffer({ ...limits, outputBytes: size });
  while (reader.left > 0) {
    const tag = reader.u8();
    const short = tag >> 2;
    if ((tag & 3) === 0)
      output.append(reader.take((short < 60 ? short : little(reader, short - 59)) + 1));
    else if ((tag & 3) === 1) output.repeat(((tag >> 5) << 8) + reader.u8(), ((tag >> 2) & 7) + 4);
    else output.repeat(little(reader, (tag & 3) === 2 ? 2 : 4), short + 1);
  }
  const unpacked = output.finish();
  if (unpacked.byteLength !== size)
    throw new DecodeFailure(`it has ${unpacked.byteLength} bytes where it announces ${size}`);
  return unpacked;
}

/** A block without any mark. */
export const snappyRaw: Decoder = {
  name: 'snappy (raw)',
  sniff: () => false,
  decode: (bytes, limits) => ({ kind: 'bytes', bytes: unpackRaw(bytes, limits) }),
};

const STREAM_START = [0xff, 0x06, 0x00, 0x00, 0x73, 0x4e, 0x61, 0x50, 0x70, 0x59];

/** The framing format: chunks with their type, three bytes of length, and a checksum. */
export const snappy: Decoder = {
  name: 'snappy',
  sniff: (bytes) => STREAM_START.every((byte, at) => bytes[at] === byte),
  decode(bytes, limits) {
    if (!this.sniff(bytes)) throw new DecodeFailure('it has no snappy stream header');
    const reader = new ByteReader(bytes);
    const output = new OutputBuffer(limits, bytes.byteLength * 4);
    while (reader.left > 0) {
      const type = reader.u8();
      const chunk = reader.take(little(reader, 3));
      if (type === 0) output.append(unpackRaw(chunk.subarray(4), limits));
      else if (type === 1) output.append(chunk.subarray(4));
      else if (type < 0x80)
        throw new DecodeFailure(`a chunk of a type that is not known (${type})`);
    }
    return { kind: 'bytes', bytes: output.finish() };
  },
};
