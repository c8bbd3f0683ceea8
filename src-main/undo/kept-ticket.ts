import { deserialize, serialize } from 'node:v8';
import { z } from 'zod';
import type { Ticket, TicketId } from '../../src-shared/contract/define.ts';
import { changedServer } from '../../src-shared/contract/undo.ts';
import { log } from '../log.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import { decodeEntries, type UndoEntry } from './entry.ts';
import { type Frame, readFrame, type TicketFile } from './ticket-file.ts';

const ticketMeta = z.object({
  /** Which server and database: a ticket is taken back only where it was made. */
  scope: z.string(),
  /** How that was called then; files of earlier versions lack it. */
  server: changedServer.nullish(),
  /** null: told by the number of keys that were deleted. */
  title: z.string().nullable(),
  command: z.string(),
  atMs: z.number(),
});
export type TicketMeta = z.infer<typeof ticketMeta>;

/** One change that can be taken back: what is in memory of it; the entries are in its file. */
export interface KeptTicket {
  readonly id: TicketId;
  readonly meta: TicketMeta;
  readonly key: Buffer;
  readonly file: TicketFile;
}

export const encodeMeta = (meta: TicketMeta): Buffer => serialize(meta);

/** Throws when it is not the head of a ticket. */
export function decodeMeta(encoded: Uint8Array): TicketMeta {
  const raw: unknown = deserialize(encoded);
  return ticketMeta.parse(raw);
}

/** Frames with entries that were not voided. */
export function liveFrames(file: TicketFile): Frame[] {
  const voided = new Set(
    file.frames.filter(({ kind }) => kind === 'void').map((frame) => frame.number),
  );
  return file.frames.filter(({ kind, index }) => kind === 'entries' && !voided.has(index));
}

/** How many keys it would bring back or change. */
export const countOf = (file: TicketFile): number =>
  liveFrames(file).reduce((sum, frame) => sum + frame.number, 0);

/** What the renderer gets to see of it. */
export function ticketOf({ id, meta, file }: KeptTicket): Ticket {
  const count = countOf(file);
  return {
    id,
    title: meta.title ?? `Deleted ${count.toLocaleString('en-US')} ${count === 1 ? 'key' : 'keys'}`,
    command: meta.command,
    atMs: meta.atMs,
    expiresAtMs: file.header.expiresAtMs,
  };
}

/** The entries of one frame, decrypted; throws `undo.expired` when the file was tampered with. */
export async function readEntries({ file, key }: KeptTicket, frame: Frame): Promise<UndoEntry[]> {
  try {
    return decodeEntries(await readFrame(file, frame, key));
  } catch (error) {
    log.error('an undo file could not be used', error);
    throw new AppFailure({
      code: 'undo.expired',
      message: 'What is kept of this change is damaged: nothing was taken back from it',
    });
  }
}
