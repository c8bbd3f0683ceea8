import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';

/**
 * One file for each ticket and one for the history, only ever appended to:
 *   header  'RSUNDO1\n' | expiresAtMs f64 | length u16 of the protected key | protected key
 *   frame   kind u8 | number u32 | length u32 of the text | nonce (12) | AES-256-GCM text | tag (16)
 * Header, frame head and the frame's place are authenticated: frames cannot be swapped or taken from another file.
 */
const MAGIC = Buffer.from('RSUNDO1\n');
const FIXED_HEADER = MAGIC.length + 8 + 2;
const NONCE = 12;
const FRAME_HEAD = 9 + NONCE;
const TAG = 16;
const ALGORITHM = 'aes-256-gcm';
const MODE = 0o600;

/** What a frame takes on disk beside its text. */
export const FRAME_OVERHEAD = FRAME_HEAD + TAG;

/**
 * `entries`: what must be known to take `number` keys back. `void`: what frame `number` prepared needs no undo.
 * `log`: `number` records of the history, which is such a file too.
 */
export type FrameKind = 'meta' | 'entries' | 'void' | 'log';
const FRAME_CODES: Readonly<Record<FrameKind, number>> = { meta: 1, entries: 2, void: 3, log: 4 };

export interface Header {
  readonly expiresAtMs: number;
  /** The data key as the operating system's keyring protects it; empty when it is only in memory. */
  readonly protectedKey: string;
}

export interface Frame {
  readonly index: number;
  readonly kind: FrameKind;
  readonly number: number;
  readonly offset: number;
  readonly length: number;
}

/** A ticket's file as far as it is whole: a crash may have torn the last frame, whose deed was then not begun. */
export interface TicketFile {
  readonly path: string;
  readonly header: Header;
  readonly frames: readonly Frame[];
  readonly bytes: number;
}

function encodeHeader(header: Header): Buffer {
  const key = Buffer.from(header.protectedKey);
  const fixed = Buffer.alloc(FIXED_HEADER);
  MAGIC.copy(fixed);
  fixed.writeDoubleBE(header.expiresAtMs, MAGIC.length);
  fixed.writeUInt16BE(key.length, MAGIC.length + 8);
  return Buffer.concat([fixed, key]);
}

function kindOf(code: number): FrameKind | null {
  if (code === FRAME_CODES.meta) return 'meta';
  if (code === FRAME_CODES.entries) return 'entries';
  if (code === FRAME_CODES.log) return 'log';
  return code === FRAME_CODES.void ? 'void' : null;
}

function authenticated(header: Header, index: number, head: Buffer): Buffer {
  const place = Buffer.alloc(4);
  place.writeUInt32BE(index);
  return Buffer.concat([encodeHeader(header), place, head]);
}

/** A frame on its way to the disk. */
interface Queued {
  readonly frame: Frame;
  readonly block: Buffer;
}

/**
 * Appends to one ticket's file; every frame is on disk when `append` resolves. What is appended while the disk is busy
 * goes there together, with one sync for all of it.
 */
export class TicketWriter {
  #handle: FileHandle;
  /** As far as it is on disk. */
  #file: TicketFile;
  #key: Buffer;
  #broken = false;
  #queued: Queued[] = [];
  /** Frames and bytes with those that are not yet on disk. */
  #count: number;
  #bytes: number;
  /** What is on its way now, and what takes all that is queued once that has arrived. */
  #writing: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;

  private constructor(handle: FileHandle, file: TicketFile, key: Buffer) {
    this.#handle = handle;
    this.#file = file;
    this.#key = key;
    this.#count = file.frames.length;
    this.#bytes = file.bytes;
  }

  /** A new file for this user only; fails when there is one of that name. */
  static async create(path: string, header: Header, key: Buffer): Promise<TicketWriter> {
    const handle = await open(path, 'wx', MODE);
    const encoded = encodeHeader(header);
    await handle.writeFile(encoded);
    return new TicketWriter(handle, { path, header, frames: [], bytes: encoded.length }, key);
  }

  /** Goes on with a file, without the torn frame it may end with. */
  static async reopen(file: TicketFile, key: Buffer): Promise<TicketWriter> {
    const handle = await open(file.path, 'a', MODE);
    await handle.truncate(file.bytes);
    return new TicketWriter(handle, file, key);
  }

  get file(): TicketFile {
    return this.#file;
  }

  /** What the file takes once all that was appended is on disk. */
  get bytes(): number {
    return this.#bytes;
  }

  async append(kind: FrameKind, number: number, text: Uint8Array): Promise<Frame> {
    const frame = {
      index: this.#count,
      kind,
      number,
      offset: this.#bytes,
      length: text.byteLength,
    };
    const block = this.#encrypt(frame, text);
    this.#queued.push({ frame, block });
    this.#count += 1;
    this.#bytes += block.length;
    this.#next ??= this.#afterThat();
    await this.#next;
    return frame;
  }

  #encrypt({ index, kind, number }: Frame, text: Uint8Array): Buffer {
    const nonce = randomBytes(NONCE);
    const head = Buffer.alloc(FRAME_HEAD);
    head.writeUInt8(FRAME_CODES[kind]);
    head.writeUInt32BE(number, 1);
    head.writeUInt32BE(text.byteLength, 5);
    nonce.copy(head, 9);
    const cipher = createCipheriv(ALGORITHM, this.#key, nonce);
    cipher.setAAD(authenticated(this.#file.header, index, head));
    return Buffer.concat([head, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
  }

  #afterThat(): Promise<void> {
    const next = this.#writing.then(() => this.#writeQueued());
    // Whoever appended is told of a failure; what comes after it finds the file broken.
    this.#writing = next.catch(() => undefined);
    return next;
  }

  async #writeQueued(): Promise<void> {
    const queued = this.#queued;
    this.#queued = [];
    this.#next = null;
    if (this.#broken) throw new Error('writing to this file has failed before');
    const all = Buffer.concat(queued.map(({ block }) => block));
    try {
      await this.#handle.writeFile(all);
      await this.#handle.datasync();
    } catch (error) {
      // Half a frame may be there now: whatever came behind it would never be found.
      this.#broken = true;
      throw error;
    }
    const { frames, bytes } = this.#file;
    this.#file = {
      ...this.#file,
      frames: [...frames, ...queued.map(({ frame }) => frame)],
      bytes: bytes + all.length,
    };
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#handle.close();
  }
}

/** What is in a file, still encrypted; null when it is not one of ours. */
export async function readTicketFile(path: string): Promise<TicketFile | null> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const header = await readHeader(handle, size);
    if (header === null) return null;
    const frames: Frame[] = [];
    let offset = encodeHeader(header).length;
    const head = Buffer.alloc(FRAME_HEAD);
    while (offset + FRAME_OVERHEAD <= size) {
      await handle.read(head, 0, FRAME_HEAD, offset);
      const kind = kindOf(head.readUInt8());
      const length = head.readUInt32BE(5);
      const next = offset + FRAME_OVERHEAD + length;
      if (kind === null || next > size) break;
      frames.push({ index: frames.length, kind, number: head.readUInt32BE(1), offset, length });
      offset = next;
    }
    return { path, header, frames, bytes: offset };
  } finally {
    await handle.close();
  }
}

async function readHeader(handle: FileHandle, size: number): Promise<Header | null> {
  if (size < FIXED_HEADER) return null;
  const fixed = Buffer.alloc(FIXED_HEADER);
  await handle.read(fixed, 0, FIXED_HEADER, 0);
  if (!fixed.subarray(0, MAGIC.length).equals(MAGIC)) return null;
  const key = Buffer.alloc(fixed.readUInt16BE(MAGIC.length + 8));
  if (size < FIXED_HEADER + key.length) return null;
  await handle.read(key, 0, key.length, FIXED_HEADER);
  return { expiresAtMs: fixed.readDoubleBE(MAGIC.length), protectedKey: key.toString() };
}

/** The text of one frame; throws when the file was tampered with or the key is another one. */
export async function readFrame(file: TicketFile, frame: Frame, key: Buffer): Promise<Buffer> {
  const block = Buffer.alloc(FRAME_OVERHEAD + frame.length);
  const handle = await open(file.path, 'r');
  try {
    await handle.read(block, 0, block.length, frame.offset);
  } finally {
    await handle.close();
  }
  const head = block.subarray(0, FRAME_HEAD);
  const textEnd = FRAME_HEAD + frame.length;
  const decipher = createDecipheriv(ALGORITHM, key, head.subarray(9));
  decipher.setAAD(authenticated(file.header, frame.index, head));
  decipher.setAuthTag(block.subarray(textEnd));
  return Buffer.concat([decipher.update(block.subarray(FRAME_HEAD, textEnd)), decipher.final()]);
}
