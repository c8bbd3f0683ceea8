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

/**
 * Takes back what is in the ticket's frames, one after another. After each the file says what is left, so that an
 * interruption leaves only what was not yet taken back.
 */
export async function settleTicket(
  ticket: KeptTicket,
  takeBack: TakeBack,
  progressed: (file: TicketFile) => void,
): Promise<void> {
  const frames = liveFrames(ticket.file);
  const notes: UndoEntry[] = [];
  for (const frame of frames)
    if (frame.number === 0) notes.push(...(await readEntries(ticket, frame)));
  const writer = await TicketWriter.reopen(ticket.file, ticket.key);
  try {
    for (const frame of frames) {
      if (frame.number === 0) continue;
      const entries = await readEntries(ticket, frame);
      const { rest, goOn } = await takeBack(entries, notes);
      if (rest.length < entries.length) {
        await noteLeft(writer, frame, rest);
        progressed(writer.file);
      }
      if (!goOn) break;
    }
  } finally {
    await writer.close();
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
