/** Where things are in a read from the socket. One object for all messages: valid only while it is handed over. */
export interface PushedMessage {
  readonly bytes: Buffer;
  /** Received by a pattern, whose bytes are at patternStart..patternEnd. */
  readonly isPattern: boolean;
  readonly patternStart: number;
  readonly patternEnd: number;
  readonly channelStart: number;
  readonly channelEnd: number;
  readonly payloadStart: number;
  readonly payloadEnd: number;
}

export interface PushSink {
  readonly message: (message: PushedMessage) => void;
  /** The next command in line was answered; `error` is the server's text when it was refused. */
  readonly reply: (error: string | null) => void;
}

const CR = 13;
const MINUS = 45;
const ZERO = 48;
const MOST_ITEMS = 4;

/**
 * What a server sends to a subscriber over RESP2: messages, and one reply for each of our commands. ioredis makes an array
 * of Buffers and several calls of each message, and decodes patterns as UTF-8, which loses those that are not.
 */
export class PushParser {
  #sink: PushSink;
  #message: { -readonly [K in keyof PushedMessage]: PushedMessage[K] } = {
    bytes: Buffer.alloc(0),
    isPattern: false,
    patternStart: 0,
    patternEnd: 0,
    channelStart: 0,
    channelEnd: 0,
    payloadStart: 0,
    payloadEnd: 0,
  };
  #starts = new Int32Array(MOST_ITEMS);
  #ends = new Int32Array(MOST_ITEMS);
  #number = 0;
  /** The beginning of a frame whose rest has not come, and how long it must be at least. */
  #parts: Buffer[] = [];
  #partsSize = 0;
  #wanted = 0;

  constructor(sink: PushSink) {
    this.#sink = sink;
  }

  /** Takes one read of the socket. Throws on what is not RESP. */
  write(chunk: Buffer): void {
    let bytes = chunk;
    if (this.#parts.length > 0) {
      this.#parts.push(chunk);
      this.#partsSize += chunk.byteLength;
      // A large message comes in many reads: joined once, not with each.
      if (this.#partsSize < this.#wanted) return;
      bytes = Buffer.concat(this.#parts);
      this.#parts = [];
    }
    let at = 0;
    while (at < bytes.byteLength) {
      const end = this.#frame(bytes, at);
      if (end < 0) {
        const rest = bytes.subarray(at);
        this.#parts = [rest];
        this.#partsSize = rest.byteLength;
        return;
      }
      at = end;
    }
  }

  /** Handles the frame at `start` and gives where it ends; -1 when its rest has not come. */
  #frame(bytes: Buffer, start: number): number {
    const type = bytes[start];
    let at = this.#line(bytes, start);
    if (at < 0) return -1;
    switch (type) {
      case 0x2a: {
        const count = this.#number;
        at = this.#items(bytes, start, at, count);
        if (at >= 0) this.#dispatch(bytes, count);
        return at;
      }
      case 0x24:
        at = this.#bulk(bytes, start, at, 0);
        if (at >= 0) this.#sink.reply(null);
        return at;
      case 0x2d:
        this.#sink.reply(bytes.toString('utf8', start + 1, at - 2));
        return at;
      case 0x2b:
      case 0x3a:
        this.#sink.reply(null);
        return at;
      default:
        throw new Error(`Protocol error, got byte ${type ?? 0} as reply type`);
    }
  }

  /** Reads the number after the type's byte into #number and gives where the line ends. */
  #line(bytes: Buffer, start: number): number {
    let number = 0;
    let at = start + 1;
    for (; at < bytes.byteLength; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === CR) break;
      // Of a line that is no number (an error's text) nothing is used but its end.
      if (byte !== MINUS) number = number * 10 + byte - ZERO;
    }
    if (at + 2 > bytes.byteLength) return this.#incomplete(0);
    this.#number = bytes[start + 1] === MINUS ? -number : number;
    return at + 2;
  }

  #items(bytes: Buffer, start: number, first: number, count: number): number {
    if (count > MOST_ITEMS) throw new Error(`Protocol error, got an array of ${count}`);
    let at = first;
    for (let i = 0; i < count; i++) {
      const type = bytes[at];
      at = this.#line(bytes, at);
      if (at < 0) return -1;
      if (type === 0x24) {
        at = this.#bulk(bytes, start, at, i);
        if (at < 0) return -1;
      } else if (type !== 0x3a)
        throw new Error(`Protocol error, got byte ${type ?? 0} in an array`);
    }
    return at;
  }

  #bulk(bytes: Buffer, start: number, at: number, item: number): number {
    // UNSUBSCRIBE without a channel is answered with a null.
    const end = at + Math.max(0, this.#number);
    this.#starts[item] = at;
    this.#ends[item] = end;
    if (this.#number < 0) return at;
    return end + 2 > bytes.byteLength ? this.#incomplete(end + 2 - start) : end + 2;
  }

  #incomplete(wanted: number): -1 {
    this.#wanted = wanted;
    return -1;
  }

  /** `message` and `pmessage` are told from the answers by their length alone. */
  #dispatch(bytes: Buffer, count: number): void {
    const word = (this.#ends[0] ?? 0) - (this.#starts[0] ?? 0);
    const isPattern = count === 4 && word === 8;
    if (!isPattern && !(count === 3 && word === 7)) {
      this.#sink.reply(null);
      return;
    }
    const message = this.#message;
    const channel = isPattern ? 2 : 1;
    message.bytes = bytes;
    message.isPattern = isPattern;
    message.patternStart = isPattern ? (this.#starts[1] ?? 0) : 0;
    message.patternEnd = isPattern ? (this.#ends[1] ?? 0) : 0;
    message.channelStart = this.#starts[channel] ?? 0;
    message.channelEnd = this.#ends[channel] ?? 0;
    message.payloadStart = this.#starts[channel + 1] ?? 0;
    message.payloadEnd = this.#ends[channel + 1] ?? 0;
    this.#sink.message(message);
  }
}
