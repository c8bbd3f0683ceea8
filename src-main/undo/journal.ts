import { randomBytes, randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { type Ticket, type TicketId, ticketId } from '../../src-shared/contract/define.ts';
import { LIMITS } from '../../src-shared/limits.ts';
import { log } from '../log.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import { recordOf } from './change-record.ts';
import { cannotWrite, JournalDraft, LEAST_BYTES, UNDO_ROOM } from './draft.ts';
import { HistoryLog } from './history-log.ts';
import { loadTicket, makeFolder, startFile, ticketFiles, ticketPath } from './journal-folder.ts';
import { countOf, type KeptTicket, type TicketMeta, ticketOf } from './kept-ticket.ts';
import { ONE_BY_ONE, settleTicket, type TakeBack, type Together } from './settle-ticket.ts';
import type { TicketFile } from './ticket-file.ts';

/** How the data keys are protected on disk; Electron's safeStorage in the app. */
export interface KeyProtection {
  status(): { readonly available: boolean };
  encrypt(plain: string): string;
  /** null when it was protected by another key. */
  decrypt(stored: string): string | null;
}

interface Options {
  /** Ours alone; made with mode 0700. */
  readonly dir: string;
  /** Without it the keys stay in memory: what is on disk is of no use to anybody once the app has ended. */
  readonly secrets: KeyProtection | null;
  readonly now?: () => number;
  /** Where the list of all changes is kept; without it, or without `secrets`, it is in memory only. */
  readonly historyFile?: string;
  /** What the user has set, asked for whenever it matters. */
  readonly limits?: () => JournalLimits;
}

/** `ms` holds for tickets begun from then on; `bytes` at once: what is kept beyond it stays, nothing is added. */
export interface JournalLimits {
  readonly ms: number;
  readonly bytes: number;
}

const DEFAULT_LIMITS: JournalLimits = { ms: LIMITS.undoMs, bytes: LIMITS.undoBytes };

const LONGEST_TIMER_MS = 3_600_000;

const sizeOnDisk = (files: readonly { readonly bytes: number }[]): number =>
  files.reduce((sum, { bytes }) => sum + Math.max(LEAST_BYTES, bytes), 0);

const inUse = (): AppFailure =>
  new AppFailure({
    code: 'limit',
    limit: 'undo',
    message: 'This change is being taken back already',
  });

/**
 * What can be taken back: on disk before it is done, encrypted, for this user only, for as long and within
 * what the user has set. What does not fit is refused, nothing is pushed out. One process uses a folder at a time.
 */
export class UndoJournal {
  #dir: string;
  #secrets: KeyProtection | null;
  #now: () => number;
  #kept = new Map<TicketId, KeptTicket>();
  #drafts = new Set<JournalDraft>();
  /** Files that cannot be read now: they keep their place until they expire. */
  #sealed = new Set<TicketFile>();
  #inUse = new Set<TicketId>();
  #watchers = new Set<() => void>();
  #timer: NodeJS.Timeout | null = null;
  #limits: () => JournalLimits;
  /** Every change made, also those that cannot be taken back any more. */
  readonly history: HistoryLog;

  constructor({ dir, secrets, now, historyFile, limits }: Options) {
    this.#dir = dir;
    this.#secrets = secrets !== null && secrets.status().available ? secrets : null;
    this.#now = now ?? Date.now;
    this.#limits = limits ?? (() => DEFAULT_LIMITS);
    this.history = new HistoryLog({
      path: historyFile ?? '',
      secrets: historyFile === undefined ? null : this.#secrets,
      now: this.#now,
      changed: () => this.#changed(),
    });
  }

  /** Whether tickets can still be used after the app has quit: only a keychain can keep the journal's keys. */
  get survivesQuit(): boolean {
    return this.#secrets !== null;
  }

  /** Finds what earlier runs left and removes what has expired. */
  async open(): Promise<void> {
    for (const name of await ticketFiles(this.#dir)) {
      try {
        const unprotect = (stored: string): string | null => this.#secrets?.decrypt(stored) ?? null;
        const loaded = await loadTicket(this.#dir, name, unprotect, this.#now());
        if (loaded?.state === 'kept') this.#kept.set(loaded.ticket.id, loaded.ticket);
        else if (loaded?.state === 'sealed') this.#sealed.add(loaded.file);
      } catch (error) {
        log.error('an undo file could not be read', error);
      }
    }
    this.#changed();
    // The window does not wait for a list that it may never show.
    void this.#openHistory();
  }

  /** Also what an earlier version kept, or what a crash kept out of the history. */
  async #openHistory(): Promise<void> {
    await this.history.open();
    for (const ticket of this.#kept.values())
      if (this.history.get(ticket.id) === null) this.history.put(recordOf(ticket));
    this.#changed();
  }

  /** Bytes that can still be kept; negative when less than what is kept was allowed since. */
  room(): number {
    return this.#limits().bytes - this.usage().usedBytes;
  }

  /** Bytes on disk, `sealedBytes` of them in files that this keychain cannot open. */
  usage(): { readonly usedBytes: number; readonly sealedBytes: number } {
    const kept = [...this.#kept.values()].map(({ file }) => file);
    const sealedBytes = sizeOnDisk([...this.#sealed]);
    return { usedBytes: sizeOnDisk([...kept, ...this.#drafts]) + sealedBytes, sealedBytes };
  }

  /** How long a ticket begun now can be used. */
  get keptMs(): number {
    return this.#limits().ms;
  }

  /** A new ticket to write into; throws `limit` when there is no room or no disk: then nothing may be changed. */
  async begin(about: Omit<TicketMeta, 'atMs'>): Promise<JournalDraft> {
    this.#assertRoom();
    const id = ticketId.parse(randomUUID());
    const meta = { ...about, atMs: this.#now() };
    const key = randomBytes(32);
    const protectedKey = this.#secrets?.encrypt(key.toString('base64')) ?? '';
    const header = { expiresAtMs: meta.atMs + this.keptMs, protectedKey };
    try {
      await makeFolder(this.#dir);
      const writer = await startFile(ticketPath(this.#dir, id), { header, key, meta });
      const draft: JournalDraft = new JournalDraft({
        id,
        meta,
        key,
        writer,
        room: () => this.room(),
        finish: (finished) => this.#keep(finished),
      });
      this.#drafts.add(draft);
      return draft;
    } catch (error) {
      throw cannotWrite(error);
    }
  }

  #assertRoom(): void {
    if (this.room() >= LEAST_BYTES) return;
    const megabytes = (bytes: number): string => (bytes / 1_048_576).toFixed(1);
    throw new AppFailure({
      code: 'limit',
      limit: UNDO_ROOM,
      message:
        `The undo journal is full (${megabytes(this.usage().usedBytes)} of ${megabytes(this.#limits().bytes)} MB), ` +
        'so nothing was changed. Forget some changes in History, or allow more there',
    });
  }

  /** What is kept of a change that can still be taken back; null when nothing is. */
  find(id: TicketId): KeptTicket | null {
    const ticket = this.#kept.get(id);
    return ticket === undefined || ticket.file.header.expiresAtMs <= this.#now() ? null : ticket;
  }

  /** Everything that is kept, of every server. */
  all(): readonly KeptTicket[] {
    return [...this.#kept.values()];
  }

  /** Removes what is kept of one change, for good; gives the bytes freed. Throws `notFound`, or `limit` while it is in use. */
  async forget(id: TicketId): Promise<number> {
    const ticket = this.#kept.get(id);
    if (ticket === undefined)
      throw new AppFailure({
        code: 'notFound',
        what: 'ticket',
        message: 'Nothing is kept of this change any more',
      });
    if (this.#inUse.has(id)) throw inUse();
    this.#inUse.add(id);
    try {
      await this.#remove(ticket);
    } finally {
      this.#inUse.delete(id);
    }
    this.history.noteEnd(id, 'forgotten');
    this.#changed();
    return ticket.file.bytes;
  }

  /** Tickets of one server, newest first. */
  list(scope: string): Ticket[] {
    const now = this.#now();
    return [...this.#kept.values()]
      .filter(({ meta, file }) => meta.scope === scope && file.header.expiresAtMs > now)
      .map(ticketOf)
      .sort((a, b) => b.atMs - a.atMs);
  }

  /** Calls back after every change of the list, until the function it gives is called. */
  watch(changed: () => void): () => void {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  }

  /** What can be taken back on this server; throws `undo.expired`, or `limit` while it is being taken back. */
  usable(scope: string, id: TicketId): KeptTicket {
    const ticket = this.find(id);
    if (ticket?.meta.scope !== scope)
      throw new AppFailure({
        code: 'undo.expired',
        message: 'This change can no longer be taken back',
      });
    if (this.#inUse.has(id)) throw inUse();
    return ticket;
  }

  /** Takes a ticket of this server back frame by frame; what could not be taken back stays in the ticket. */
  async settle(
    scope: string,
    id: TicketId,
    takeBack: TakeBack,
    together: Together = ONE_BY_ONE,
  ): Promise<void> {
    const ticket = this.usable(scope, id);
    this.#inUse.add(id);
    try {
      await settleTicket(ticket, takeBack, together, (file) => {
        this.#kept.set(id, { ...ticket, file });
      });
      const left = this.#kept.get(id);
      if (left !== undefined && countOf(left.file) === 0) {
        await this.#remove(left);
        this.history.noteEnd(id, 'undone');
      }
    } finally {
      this.#inUse.delete(id);
      this.#changed();
    }
  }

  /** Before the app ends: removes what nobody could read after it. */
  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#secrets === null)
      await Promise.all([...this.#kept.values()].map((one) => this.#remove(one)));
    await this.history.close();
  }

  async #keep(draft: JournalDraft): Promise<Ticket | null> {
    this.#drafts.delete(draft);
    const { kept } = draft;
    if (draft.isEmpty) {
      await rm(kept.file.path, { force: true });
      return null;
    }
    this.#kept.set(kept.id, kept);
    this.history.put(recordOf(kept));
    this.#changed();
    return ticketOf(kept);
  }

  async #remove(ticket: KeptTicket): Promise<void> {
    await rm(ticket.file.path, { force: true });
    this.#kept.delete(ticket.id);
  }

  async #removeExpired(): Promise<void> {
    const now = this.#now();
    for (const ticket of this.#kept.values())
      if (ticket.file.header.expiresAtMs <= now && !this.#inUse.has(ticket.id))
        await this.#remove(ticket);
    for (const file of this.#sealed)
      if (file.header.expiresAtMs <= now) {
        await rm(file.path, { force: true });
        this.#sealed.delete(file);
      }
    this.#changed();
  }

  #changed(): void {
    for (const watcher of this.#watchers) watcher();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const files = [...[...this.#kept.values()].map(({ file }) => file), ...this.#sealed];
    if (files.length === 0) return;
    const next = Math.min(...files.map(({ header }) => header.expiresAtMs)) - this.#now();
    this.#timer = setTimeout(
      () => {
        this.#removeExpired().catch((error: unknown) =>
          log.error('undo files could not be removed', error),
        );
      },
      Math.min(LONGEST_TIMER_MS, Math.max(1_000, next)),
    );
    this.#timer.unref();
  }
}
