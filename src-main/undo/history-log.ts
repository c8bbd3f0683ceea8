import { randomBytes, randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type TicketId, ticketId } from '../../src-shared/contract/define.ts';
import { LIMITS } from '../../src-shared/limits.ts';
import { log } from '../log.ts';
import { type ChangeRecord, decodeRecords, encodeRecords, type LastUndo } from './change-record.ts';
import { makeFolder, syncFolder } from './journal-folder.ts';
import type { KeyProtection } from './journal.ts';
import { readFrame, readTicketFile, type TicketFile, TicketWriter } from './ticket-file.ts';

interface Options {
  readonly path: string;
  /** null: the history is in memory only. */
  readonly secrets: KeyProtection | null;
  readonly now: () => number;
  readonly changed: () => void;
}

/** Read frame by frame when the app starts: beyond so many it is written anew as one. */
const MANY_FRAMES = 500;
const MOST_FRAMES = 5_000;
/** Of one undo, what is named: so many, and no more of their names than this. */
export const MOST_CONFLICTS = 100;
const MOST_NAME_BYTES = 65_536;

function firstOf(conflicts: LastUndo['conflicts']): LastUndo['conflicts'] {
  let bytes = 0;
  return conflicts.slice(0, MOST_CONFLICTS).filter(({ key }) => {
    bytes += key.byteLength;
    return bytes <= MOST_NAME_BYTES;
  });
}

/**
 * Every change made, newest state of each, at most LIMITS.historyEntries: a file that is only appended to, encrypted as the
 * tickets are. The last record of an id counts. A frame torn by a crash is left out, what is before it stays.
 */
export class HistoryLog {
  #path: string;
  #secrets: KeyProtection | null;
  #now: () => number;
  #tellChanged: () => void;
  #records = new Map<TicketId, ChangeRecord>();
  #writer: TicketWriter | null = null;
  #key = randomBytes(32);
  #problem: string | null = null;
  #turn: Promise<void> = Promise.resolve();

  constructor({ path, secrets, now, changed }: Options) {
    this.#path = path;
    this.#secrets = secrets;
    this.#now = now;
    this.#tellChanged = changed;
  }

  /** What is wrong with it, to be said to the user. */
  get problem(): string | null {
    return this.#problem;
  }

  /** Reads what earlier runs left; what is put meanwhile waits and is not lost. Never rejects. */
  async open(): Promise<void> {
    await this.#inTurn('read', async () => {
      if (this.#secrets === null) return;
      try {
        await this.#load(this.#secrets);
      } catch (error) {
        // What could not be read now must not be written over.
        this.#secrets = null;
        throw error;
      }
    });
    this.#tellChanged();
  }

  get(id: TicketId): ChangeRecord | null {
    return this.#records.get(id) ?? null;
  }

  all(): readonly ChangeRecord[] {
    return [...this.#records.values()];
  }

  /** Keeps it in memory at once and on disk soon: what was changed is not held up for its note. */
  put(record: ChangeRecord): void {
    this.#records.set(record.id, record);
    this.#dropOldest();
    if (this.#secrets === null) return;
    void this.#inTurn('written', async () => {
      if (this.#secrets !== null) await this.#append(this.#secrets, [record]);
    });
  }

  /** Notes a change that was made though it cannot be taken back, with the reason said before. */
  noteForGood(
    about: Pick<ChangeRecord, 'scope' | 'server' | 'title' | 'command' | 'keys'> & {
      readonly never: string;
    },
  ): void {
    this.put({
      ...about,
      id: ticketId.parse(randomUUID()),
      atMs: this.#now(),
      expiresAtMs: null,
      survivesQuit: false,
      end: null,
      lastUndo: null,
    });
    this.#tellChanged();
  }

  /** Notes what came of an undo. */
  noteUndo(id: TicketId, { restored, conflictCount, conflicts }: Omit<LastUndo, 'atMs'>): void {
    const record = this.get(id);
    if (record === null) return;
    const named = firstOf(conflicts);
    const lastUndo = { atMs: this.#now(), restored, conflictCount, conflicts: named };
    this.put({ ...record, lastUndo });
    this.#tellChanged();
  }

  /** Notes why nothing is kept of a change any more. */
  noteEnd(id: TicketId, end: ChangeRecord['end']): void {
    const record = this.get(id);
    if (record !== null) this.put({ ...record, end });
  }

  /** All that was put is on disk when it resolves. */
  async close(): Promise<void> {
    await this.#turn;
    await this.#writer?.close();
    this.#writer = null;
  }

  #inTurn(what: 'read' | 'written', work: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(work).catch((error: unknown) => {
      log.error(`the history could not be ${what}`, error);
      this.#problem = `The list of changes could not be ${what}: it is kept until Redstart quits`;
      this.#tellChanged();
    });
    return this.#turn;
  }

  #dropOldest(): void {
    const [oldest] = this.#records.keys();
    if (this.#records.size > LIMITS.historyEntries && oldest !== undefined)
      this.#records.delete(oldest);
  }

  async #load(secrets: KeyProtection): Promise<void> {
    const file = await existing(this.#path);
    if (file === null) return;
    const key = secrets.decrypt(file.header.protectedKey);
    if (key === null) {
      await rename(this.#path, `${this.#path}.sealed`);
      this.#problem = 'Earlier changes cannot be read with this keychain: their list was put aside';
      return;
    }
    this.#key = Buffer.from(key, 'base64');
    const found = await readAll(file, this.#key);
    if (found.damaged > 0)
      this.#problem = 'A part of the list of changes is damaged and was left out';
    const put = [...this.#records.values()];
    this.#records = new Map([...found.records, ...put].map((record) => [record.id, record]));
    while (this.#records.size > LIMITS.historyEntries) this.#dropOldest();
    if (file.frames.length > MANY_FRAMES || found.damaged > 0) await this.#rewrite(secrets);
    else this.#writer = await TicketWriter.reopen(file, this.#key);
  }

  async #append(secrets: KeyProtection, records: readonly ChangeRecord[]): Promise<void> {
    if (this.#writer === null || this.#writer.file.frames.length >= MOST_FRAMES) {
      await this.#rewrite(secrets);
      return;
    }
    try {
      await this.#writer.append('log', records.length, encodeRecords(records));
    } catch (error) {
      // Half a frame may be there: the next one writes the whole list anew.
      await this.#writer.close();
      this.#writer = null;
      throw error;
    }
  }

  /** All records as one frame of a new file, which then takes the place of the old one. */
  async #rewrite(secrets: KeyProtection): Promise<void> {
    await this.#writer?.close();
    this.#writer = null;
    const path = `${this.#path}.new`;
    await makeFolder(dirname(path));
    await rm(path, { force: true });
    const protectedKey = secrets.encrypt(this.#key.toString('base64'));
    const writer = await TicketWriter.create(path, { expiresAtMs: 0, protectedKey }, this.#key);
    try {
      await writer.append('log', this.#records.size, encodeRecords(this.all()));
      await rename(path, this.#path);
      await syncFolder(dirname(path));
      this.#writer = writer;
    } catch (error) {
      await writer.close();
      throw error;
    }
  }
}

async function existing(path: string): Promise<TicketFile | null> {
  try {
    return await readTicketFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

async function readAll(
  file: TicketFile,
  key: Buffer,
): Promise<{ readonly records: ChangeRecord[]; readonly damaged: number }> {
  const records: ChangeRecord[] = [];
  let damaged = 0;
  for (const frame of file.frames) {
    try {
      if (frame.kind === 'log') records.push(...decodeRecords(await readFrame(file, frame, key)));
    } catch (error) {
      // One spoilt block must not cost the others.
      log.warn('a part of the history could not be read', error);
      damaged += 1;
    }
  }
  return { records, damaged };
}
