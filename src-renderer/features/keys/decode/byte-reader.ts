import { toUtf8 } from '../../../../src-shared/redis-value.ts';
import { DecodeFailure } from './decoder.ts';

/** Reads forward; what is not there any more is a failure, not a zero. */
export class ByteReader {
  readonly bytes: Uint8Array;
  at = 0;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.bytes.byteLength - this.at;
  }

  #skip(length: number): number {
    if (length > this.left) throw new DecodeFailure('it ends too early');
    const start = this.at;
    this.at += length;
    return start;
  }

  u8(): number {
    return this.#view.getUint8(this.#skip(1));
  }
  i8(): number {
    return this.#view.getInt8(this.#skip(1));
  }
  u16(isLittle = false): number {
    return this.#view.getUint16(this.#skip(2), isLittle);
  }
  i16(isLittle = false): number {
    return this.#view.getInt16(this.#skip(2), isLittle);
  }
  u32(isLittle = false): number {
    return this.#view.getUint32(this.#skip(4), isLittle);
  }
  i32(isLittle = false): number {
    return this.#view.getInt32(this.#skip(4), isLittle);
  }
  u64(isLittle = false): bigint {
    return this.#view.getBigUint64(this.#skip(8), isLittle);
  }
  i64(isLittle = false): bigint {
    return this.#view.getBigInt64(this.#skip(8), isLittle);
  }
  f32(isLittle = false): number {
    return this.#view.getFloat32(this.#skip(4), isLittle);
  }
  f64(isLittle = false): number {
    return this.#view.getFloat64(this.#skip(8), isLittle);
  }

  take(length: number | bigint): Uint8Array {
    if (length < 0 || length > this.left) throw new DecodeFailure('it ends too early');
    const start = this.#skip(Number(length));
    return this.bytes.subarray(start, this.at);
  }

  /** Up to and without a byte, which is skipped. */
  until(byte: number): Uint8Array {
    const end = this.bytes.indexOf(byte, this.at);
    if (end < 0) throw new DecodeFailure('it ends too early');
    const taken = this.bytes.subarray(this.at, end);
    this.at = end + 1;
    return taken;
  }

  /** What has to be text for the format to make sense. */
  static textOf(bytes: Uint8Array, what: string): string {
    const text = toUtf8(bytes);
    if (text === null) throw new DecodeFailure(`${what} is not UTF-8`);
    return text;
  }

  expectEnd(): void {
    if (this.left > 0) throw new DecodeFailure(`${this.left} bytes are left after its end`);
  }
}
