import type { Ticket, TicketId } from '../../src-shared/contract/define.ts';
import { log } from '../log.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import { encodeEntries, type UndoEntry } from './entry.ts';
import { countOf, type KeptTicket, type TicketMeta } from './kept-ticket.ts';
import { type Frame, FRAME_OVERHEAD, type TicketWriter } from './ticket-file.ts';

/** A file takes a block of the disk, however small it is. */
export const LEAST_BYTES = 4_096;

/** The `limit` of a change that does not fit; others may. */
export const UNDO_ROOM = 'undo room';

interface Options {
  readonly id: TicketId;
  readonly meta: TicketMeta;
  readonly key: Buffer;
  readonly writer: TicketWriter;
  readonly room: () => number;
  /** Keeps it, or removes its file when there is nothing in it to take back. */
  readonly finish: (draft: JournalDraft) => Promise<Ticket | null>;
}

/** What a failed disk means for a change that is not yet made. */
export function cannotWrite(error: unknown): AppFailure {
  if (error instanceof AppFailure) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return new AppFailure({
    code: 'limit',
    limit: 'undo journal',
    message: `The undo journal could not be written (${code}), so nothing was changed`,
  });
}

/** What is large in them: known without encoding them first. */
const sizeOf = (entries: readonly UndoEntry[]): number =>
  entries.reduce((sum, entry) => sum + ('dump' in entry ? entry.dump.byteLength : 0), 0);

/** A ticket that is being written: first the entries, on disk, then the deed; `finish` always. */
export class JournalDraft {
  readonly id: TicketId;
  #options: Options;

  constructor(options: Options) {
    this.id = options.id;
    this.#options = options;
  }

  get kept(): KeptTicket {
    const { id, meta, key, writer } = this.#options;
    return { id, meta, key, file: writer.file };
  }

  get bytes(): number {
    return this.#options.writer.bytes;
  }

  /** On disk when it resolves; throws `limit` when it does not fit or cannot be written. */
  async append(entries: readonly UndoEntry[], count = entries.length): Promise<Frame> {
    this.#assertRoom(sizeOf(entries));
    const text = encodeEntries(entries);
    this.#assertRoom(text.byteLength + FRAME_OVERHEAD);
    try {
      return await this.#options.writer.append('entries', count, text);
    } catch (error) {
      throw cannotWrite(error);
    }
  }

  #assertRoom(bytes: number): void {
    // What is left of the block that its file has already.
    const room = this.#options.room() + Math.max(0, LEAST_BYTES - this.bytes);
    if (bytes <= room) return;
    throw new AppFailure({
      code: 'limit',
      limit: UNDO_ROOM,
      message: `It does not fit into the undo journal any more (${bytes} bytes; there is room for ${Math.max(0, room)})`,
    });
  }

  /** What the frame prepared was not done: undo must not touch those keys. */
  async void(frame: Frame): Promise<void> {
    try {
      await this.#options.writer.append('void', frame.index, new Uint8Array());
    } catch (error) {
      // Undo then finds the key as it was, or changed by somebody: it leaves it alone in both cases.
      log.error('the undo journal could not note that something was not done', error);
    }
  }

  /** Closes the file; null when nothing in it is to be taken back. */
  async finish(): Promise<Ticket | null> {
    await this.#options.writer.close();
    return await this.#options.finish(this);
  }

  get isEmpty(): boolean {
    return countOf(this.#options.writer.file) === 0;
  }
}
