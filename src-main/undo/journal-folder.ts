import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TicketId, ticketId } from '../../src-shared/contract/define.ts';
import { LIMITS } from '../../src-shared/limits.ts';
import { log } from '../log.ts';
import { decodeMeta, encodeMeta, type KeptTicket, type TicketMeta } from './kept-ticket.ts';
import {
  type Header,
  readFrame,
  readTicketFile,
  type TicketFile,
  TicketWriter,
} from './ticket-file.ts';

const SUFFIX = '.undo';

/** The file of a ticket. */
export const ticketPath = (dir: string, id: TicketId): string => join(dir, `${id}${SUFFIX}`);

/** Files that could be tickets; none when there is no such folder. */
export async function ticketFiles(dir: string): Promise<string[]> {
  try {
    return (await readdir(dir)).filter((name) => name.endsWith(SUFFIX));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT'))
      log.error('the undo folder could not be read', error);
    return [];
  }
}

/** Makes the folder for this user only; an existing one is left as it is. */
export async function makeFolder(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
}

/** A ticket's file with its head, on disk; nothing is left of one that could not be begun. */
export async function startFile(
  path: string,
  {
    header,
    key,
    meta,
  }: { readonly header: Header; readonly key: Buffer; readonly meta: TicketMeta },
): Promise<TicketWriter> {
  const writer = await TicketWriter.create(path, header, key);
  try {
    await writer.append('meta', 0, encodeMeta(meta));
    await syncFolder(dirname(path));
    return writer;
  } catch (error) {
    await writer.close();
    await rm(path, { force: true });
    throw error;
  }
}

/** A new file's name is on disk only when its folder is. */
export async function syncFolder(dir: string): Promise<void> {
  // Windows does not open folders; NTFS keeps its names safe by itself.
  if (process.platform === 'win32') return;
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** `sealed`: a good file whose key the keyring does not give now. null: it was of no use and is removed. */
export type Loaded =
  | { readonly state: 'kept'; readonly ticket: KeptTicket }
  | { readonly state: 'sealed'; readonly file: TicketFile }
  | null;

/** Reads what an earlier run left of one ticket. */
export async function loadTicket(
  dir: string,
  name: string,
  unprotect: (stored: string) => string | null,
  now: number,
): Promise<Loaded> {
  const path = join(dir, name);
  const id = ticketId.parse(name.slice(0, -SUFFIX.length));
  const file = await readTicketFile(path);
  if (file === null) {
    // Not ours, or torn at its very beginning: it is given the time that a ticket has.
    if (now - (await stat(path)).mtimeMs > LIMITS.undoMs) await rm(path, { force: true });
    return null;
  }
  // A key that was only in memory has gone with its process.
  if (file.header.protectedKey === '' || file.header.expiresAtMs <= now) {
    await rm(path, { force: true });
    return null;
  }
  const key = unprotect(file.header.protectedKey);
  const [first] = file.frames;
  if (key === null || first === undefined) return { state: 'sealed', file };
  const dataKey = Buffer.from(key, 'base64');
  const meta = decodeMeta(await readFrame(file, first, dataKey));
  return { state: 'kept', ticket: { id, meta, key: dataKey, file } };
}
