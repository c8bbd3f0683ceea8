import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ImportPlan } from '../../../src-shared/contract/transfer.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { toCount, toList, toText } from '../../redis/reply.ts';
import type { Session } from '../../redis/session.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { NameSet } from '../../scan/name-set.ts';
import type { KeyRecord } from '../../transfer/collect-keys.ts';
import { type FileAbout, rdbVersionOf, typeOf } from '../../transfer/part.ts';
import { type FileKind, kindOfFile, readFileKeys } from '../../transfer/read-file.ts';
import { recordCalls } from '../../transfer/record-calls.ts';
import type { UndoJournal } from '../../undo/journal.ts';
import type { PlanStore } from '../../undo/plan.ts';
import { estimateDelete, roomObstacle } from '../bulk/delete-estimate.ts';
import { lackingRight, waysToChange, writeObstacle } from '../bulk/rights.ts';

/** The file as it was looked at: another one must not be taken for it. */
export interface SeenFile {
  readonly path: string;
  readonly size: number;
  readonly modifiedAtMs: number;
  readonly inode: number;
}

/** What the user agreed to. */
export interface PlannedImport {
  readonly file: SeenFile;
  readonly kind: FileKind;
  readonly keys: number;
  /** The only keys that may be written over. */
  readonly conflicts: NameSet;
  readonly commands: readonly string[];
  /** Why nothing is kept to take it back, as it was said; null: it is kept. */
  readonly obstacle: string | null;
  /** The same when conflicts are written over. */
  readonly overwriteObstacle: string | null;
}

interface Opening {
  readonly redis: ReadClient;
  readonly session: Session;
  readonly signal: AbortSignal;
  readonly journal: UndoJournal;
  readonly plans: PlanStore<PlannedImport>;
}

const SHOWN = 20;
const SHOWN_CONFLICTS = 1_000;
const HEAD_BYTES = 4_096;
/** Of an entry of the journal, beside the name in it. */
const ENTRY_BYTES = 160;

const unreadable = (message: string): AppFailure =>
  new AppFailure({ code: 'limit', limit: 'import file', message });

/** Throws `limit` for what is no file, or larger than is taken. */
export async function seeFile(path: string): Promise<SeenFile> {
  try {
    const about = await stat(path);
    if (!about.isFile()) throw unreadable('That is not a file');
    if (about.size > LIMITS.transferFileBytes)
      throw unreadable(`The file is larger than ${LIMITS.transferFileBytes / 1_073_741_824} GB`);
    return { path, size: about.size, modifiedAtMs: about.mtimeMs, inode: about.ino };
  } catch (error) {
    throw asReadFailure(error);
  }
}

export function asReadFailure(error: unknown): unknown {
  if (error instanceof AppFailure || !(error instanceof Error) || !('code' in error)) return error;
  return typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code)
    ? unreadable(`The file could not be read (${error.code})`)
    : error;
}

/** Its bytes, no more of them than there were when it was looked at. */
export const bytesOf = (file: SeenFile, signal: AbortSignal): AsyncIterable<Uint8Array> =>
  createReadStream(file.path, { end: Math.max(0, file.size - 1), highWaterMark: 262_144, signal });

async function headOfFile(path: string): Promise<Uint8Array> {
  const handle = await open(path);
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await handle.read(head, 0, HEAD_BYTES, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Gathers what is in a file while it is read. */
class Survey {
  about: FileAbout | null = null;
  keys = 0;
  expired = 0;
  nameBytes = 0;
  refusedCount = 0;
  rdbVersion: number | null = null;
  readonly types = new Map<string, number>();
  readonly commands = new Set<string>();
  readonly refused: { line: number; reason: string }[] = [];
  readonly conflicts = new NameSet();
  readonly sample: Uint8Array[] = [];
  #asked: Uint8Array[] = [];
  #redis: ReadClient;
  #nowMs: number;

  constructor(redis: ReadClient, nowMs: number) {
    this.#redis = redis;
    this.#nowMs = nowMs;
  }

  refuse(line: number, reason: string): void {
    this.refusedCount += 1;
    if (this.refused.length < LIMITS.transferRefused) this.refused.push({ line, reason });
  }

  async add(record: KeyRecord): Promise<void> {
    const [first] = record.parts;
    if (first === undefined) return;
    const { expiry, key } = record;
    this.keys += 1;
    this.nameBytes += key.byteLength;
    const type = typeOf(first.piece);
    this.types.set(type, (this.types.get(type) ?? 0) + 1);
    if (first.piece.kind === 'dump')
      this.rdbVersion = Math.max(this.rdbVersion ?? 0, rdbVersionOf(first.piece.dump) ?? 0);
    if (expiry !== null && 'atMs' in expiry && expiry.atMs <= this.#nowMs) {
      this.expired += 1;
      return;
    }
    for (const [name] of recordCalls(record)) this.commands.add(name.toUpperCase());
    if (this.sample.length < SHOWN) this.sample.push(new Uint8Array(key));
    this.#asked.push(new Uint8Array(key));
    if (this.#asked.length >= LIMITS.describeKeys) await this.ask();
  }

  /** Which of those read last are on the server. */
  async ask(): Promise<void> {
    const asked = this.#asked;
    this.#asked = [];
    const replies = await this.#redis.readAll(asked.map((key) => ['exists', key]));
    for (const [i, key] of asked.entries()) {
      const reply = replies[i];
      // What this user may not even ask for: writing it will say why it cannot be written.
      if (reply?.ok === true && toText(reply.reply) !== '0') this.conflicts.add(key);
    }
  }
}

/** Reads the file through once; nothing is written. */
export async function openImport(opening: Opening, path: string): Promise<ImportPlan> {
  const { redis, session, signal, journal, plans } = opening;
  const file = await seeFile(path);
  const survey = new Survey(redis, Date.now() + session.clockOffsetMs);
  let kind: FileKind;
  try {
    kind = kindOfFile(await headOfFile(path));
    for await (const one of file.size === 0 ? [] : readFileKeys(bytesOf(file, signal), kind)) {
      signal.throwIfAborted();
      if (one.kind === 'about') survey.about = one.about;
      else if (one.kind === 'refused') survey.refuse(one.line, one.reason);
      else await survey.add(one.record);
    }
    await survey.ask();
  } catch (error) {
    throw asReadFailure(error);
  }
  const { keys, conflicts, nameBytes } = survey;
  const commands = [...survey.commands].sort();
  await assertCanWrite(opening, survey);
  const needed = keys * ENTRY_BYTES + nameBytes * 2;
  const room = journal.room();
  const obstacle = roomObstacle(needed, room);
  const over = conflicts.size === 0 ? null : (await estimateDelete(redis, conflicts)).needed;
  const overwriteObstacle = roomObstacle(needed + (over ?? 0), room);
  const content = { file, kind, keys, conflicts, commands, obstacle, overwriteObstacle };
  const plan = plans.add(session.id, content);
  return {
    plan: plan.id,
    fileName: basename(path),
    fileBytes: file.size,
    kind,
    about: shownAbout(survey.about),
    keys,
    types: [...survey.types]
      .map(([type, count]) => ({ type, count }))
      .sort((a, b) => b.count - a.count),
    expired: survey.expired,
    refusedCount: survey.refusedCount,
    refused: survey.refused,
    conflictCount: conflicts.size,
    conflicts: conflicts.slice(0, SHOWN_CONFLICTS).map((key) => new Uint8Array(key)),
    sample: survey.sample,
    dumpObstacle: await dumpObstacle(opening, survey.rdbVersion),
    commands,
    undoObstacle: obstacle,
    overwriteObstacle,
    survivesQuit: journal.survivesQuit,
    untilMs: Date.now() + journal.keptMs,
    expiresAtMs: plan.expiresAtMs,
  };
}

/** Throws when this user lacks a right without which no key of the file can be written. */
async function assertCanWrite(
  { redis, session }: Opening,
  { sample }: Pick<Survey, 'sample'>,
): Promise<void> {
  const [first] = sample;
  if (first === undefined) return;
  const names = new NameSet();
  for (const key of sample) names.add(key);
  const way = await waysToChange(session.client, first);
  if (way.by === null)
    throw lackingRight('the rights to WATCH, MULTI and EXEC, or to scripts', way.obstacle);
  const obstacle = await writeObstacle(redis, names);
  if (obstacle !== null) throw lackingRight('the right to DUMP', obstacle);
}

function shownAbout(about: FileAbout | null): ImportPlan['about'] {
  if (about === null) return null;
  const { content, serverVersion, exportedAtMs } = about;
  return { content, serverVersion, exportedAtMs };
}

const LOOKED_AT = 20;
const SMALL_BYTES = 65_536;

/** A server reads DUMPs of its own version and older ones: told from one of its own keys. */
async function dumpObstacle({ redis }: Opening, wanted: number | null): Promise<string | null> {
  if (wanted === null) return null;
  if (wanted === 0) return 'Some exact values are too short to be DUMPs';
  // Any of the servers: those of a cluster are of one version.
  const [node] = await redis.nodes();
  if (node === undefined) return null;
  const [, page = null] = toList(await node.redis.read('scan', '0', 'COUNT', LOOKED_AT));
  for (const key of toList(page).slice(0, LOOKED_AT)) {
    if (!Buffer.isBuffer(key)) continue;
    const [size] = await redis.readAll([['memory|usage', key, 'SAMPLES', 5]]);
    const isSmall = size?.ok === true && size.reply !== null && toCount(size.reply) <= SMALL_BYTES;
    const [dump] = isSmall ? await redis.readAll([['dump', key]]) : [];
    const own = dump?.ok === true && Buffer.isBuffer(dump.reply) ? rdbVersionOf(dump.reply) : null;
    if (own === null) continue;
    return own >= wanted
      ? null
      : `The exact values are of RDB version ${wanted} and this server reads up to ${own}: it will refuse them. Export them in the readable format instead`;
  }
  return null;
}
