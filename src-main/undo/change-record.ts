import { deserialize, serialize } from 'node:v8';
import { z } from 'zod';
import { type ConnectionId, octets, ticketId } from '../../src-shared/contract/define.ts';
import {
  changedServer,
  type ChangeState,
  type HistoryEntry,
} from '../../src-shared/contract/undo.ts';
import { countOf, type KeptTicket, ticketOf } from './kept-ticket.ts';

const lastUndo = z.object({
  atMs: z.number(),
  restored: z.int(),
  conflictCount: z.int(),
  /** The first of them. */
  conflicts: z.array(z.object({ key: octets, reason: z.string() })),
});
export type LastUndo = z.infer<typeof lastUndo>;

/** What the history keeps of one change: no values, and of names what the title and conflicts say. */
const changeRecord = z.object({
  id: ticketId,
  scope: z.string(),
  server: changedServer.nullable(),
  title: z.string(),
  command: z.string(),
  atMs: z.number(),
  keys: z.int(),
  /** null: there never was an undo. */
  expiresAtMs: z.number().nullable(),
  survivesQuit: z.boolean(),
  never: z.string().nullable(),
  end: z.enum(['undone', 'forgotten']).nullable(),
  lastUndo: lastUndo.nullable(),
});
export type ChangeRecord = z.infer<typeof changeRecord>;

const changeRecords = z.array(changeRecord);

/** Bytes of one frame of the history. */
export const encodeRecords = (records: readonly ChangeRecord[]): Buffer => serialize(records);

/** Throws when they are no records. */
export function decodeRecords(encoded: Uint8Array): ChangeRecord[] {
  const raw: unknown = deserialize(encoded);
  return changeRecords.parse(raw);
}

/** What is noted of a ticket when it is kept. */
export function recordOf(ticket: KeptTicket): ChangeRecord {
  const { id, title, command, atMs, expiresAtMs } = ticketOf(ticket);
  return {
    id,
    scope: ticket.meta.scope,
    server: ticket.meta.server ?? null,
    title,
    command,
    atMs,
    keys: countOf(ticket.file),
    expiresAtMs,
    survivesQuit: ticket.file.header.protectedKey !== '',
    never: null,
    end: null,
    lastUndo: null,
  };
}

function stateOf(record: ChangeRecord, kept: KeptTicket | null, nowMs: number): ChangeState {
  if (kept !== null && kept.file.header.expiresAtMs > nowMs)
    return {
      is: 'undoable',
      untilMs: kept.file.header.expiresAtMs,
      survivesQuit: record.survivesQuit,
      left: countOf(kept.file),
    };
  if (record.never !== null) return { is: 'never', reason: record.never };
  if (record.end !== null) return { is: record.end };
  return { is: (record.expiresAtMs ?? 0) <= nowMs ? 'expired' : 'lost' };
}

interface Now {
  readonly kept: KeptTicket | null;
  readonly connection: ConnectionId | null;
  readonly nowMs: number;
}

/** The record as the window gets to see it now. */
export function entryOf(record: ChangeRecord, { kept, connection, nowMs }: Now): HistoryEntry {
  const { id, title, command, atMs, server, keys } = record;
  const state = stateOf(record, kept, nowMs);
  return {
    id,
    title,
    command,
    atMs,
    server,
    connection,
    keys,
    bytes: kept?.file.bytes ?? 0,
    state,
    lastUndo:
      record.lastUndo === null
        ? null
        : {
            atMs: record.lastUndo.atMs,
            restored: record.lastUndo.restored,
            conflictCount: record.lastUndo.conflictCount,
          },
  };
}
