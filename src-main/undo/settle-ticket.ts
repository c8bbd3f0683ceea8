import { SideBySide } from '../jobs/side-by-side.ts';
import { log } from '../log.ts';
import { encodeEntries, type UndoEntry } from './entry.ts';
import { type KeptTicket, liveFrames, readEntries } from './kept-ticket.ts';
import { type Frame, type TicketFile, TicketWriter } from './ticket-file.ts';

/** Takes the entries of one frame back, with what was noted after the deed. */
export type TakeBack = (
  entries: UndoEntry[],
  notes: readonly UndoEntry[],
) => Promise<{
  /** Not taken back: it stays in the ticket. */
  readonly rest: readonly UndoEntry[];
  /** false: the frames behind it are left as they are. */
  readonly goOn: boolean;
}>;

/** How much may be taken back at once: frames, and keys in them. */
export interface Together {
  readonly frames: number;
  readonly keys: number;
}
export const ONE_BY_ONE: Together = { frames: 1, keys: 0 };

const INDEPENDENT: ReadonlySet<UndoEntry['kind']> = new Set(['delete', 'ttl', 'copied']);

/**
 * Each key of these kinds is in a ticket once. Other changes may depend on each other: a key may have been given the name that
 * another one had.
 */
export const isIndependent = (entries: readonly UndoEntry[]): boolean =>
  entries.every(({ kind }) => INDEPENDENT.has(kind));

/**
 * Takes back what is in the ticket's frames, what was done last first, or beside each other where that does not matter. After each the
 * file says what is left, so that an interruption leaves only what was not yet taken back.
 */
export async function settleTicket(
  ticket: KeptTicket,
  takeBack: TakeBack,
  together: Together,
  progressed: (file: TicketFile) => void,
): Promise<void> {
  const frames = liveFrames(ticket.file);
  const notes: UndoEntry[] = [];
  for (const frame of frames)
    if (frame.number === 0) notes.push(...(await readEntries(ticket, frame)));
  const writer = await TicketWriter.reopen(ticket.file, ticket.key);
  const underWay = new SideBySide(together.frames);
  let isOver = false;
  const settle = async (frame: Frame, entries: UndoEntry[]): Promise<void> => {
    const { rest, goOn } = await takeBack(entries, notes);
    isOver ||= !goOn;
    if (rest.length === entries.length) return;
    await noteLeft(writer, frame, rest);
    progressed(writer.file);
  };
  try {
    for (const frame of frames.toReversed()) {
      if (frame.number === 0) continue;
      const entries = await readEntries(ticket, frame);
      const mostKeys = isIndependent(entries) ? together.keys : 0;
      await underWay.untilRoom(entries.length, () => mostKeys);
      if (isOver || underWay.hasFailed) break;
      underWay.begin(entries.length, () => settle(frame, entries));
    }
  } finally {
    try {
      await underWay.all();
    } finally {
      await writer.close();
    }
  }
}

async function noteLeft(
  writer: TicketWriter,
  frame: Frame,
  left: readonly UndoEntry[],
): Promise<void> {
  try {
    if (left.length > 0) await writer.append('entries', left.length, encodeEntries(left));
    await writer.append('void', frame.index, new Uint8Array());
  } catch (error) {
    // What was taken back stays so; a second undo will find those keys as they should be.
    log.error('the undo journal could not note what was taken back', error);
  }
}
