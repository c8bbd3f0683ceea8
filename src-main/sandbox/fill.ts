import type { Redis } from 'ioredis';
import { type AppError, fail, ok, type Result } from '../../src-shared/result.ts';
import { words, type Command, type DataContext, type Family, type Step } from './data/step.ts';
import { DATA_VERSION, FAMILIES } from './generate.ts';

/** Says that the sandbox is filled, and by which version of the data. */
export const MARKER = 'redstart:sandbox';

export interface FillProgress {
  readonly family: string;
  readonly done: number;
  readonly total: number;
}

export interface FillReport {
  /** False when the sandbox was filled before and only what had ended was written again. */
  readonly first: boolean;
  readonly commands: number;
  readonly ms: number;
}

export interface FillOptions {
  readonly nowMs?: number;
  readonly onProgress?: (progress: FillProgress) => void;
}

/** Enough to keep the server busy, little enough to leave the event loop free (about 3 ms of encoding). */
const BATCH = 400;
const BATCH_BYTES = 1_000_000;

/** Commands that decide what the server can hold; asked for at once. */
const OPTIONAL_COMMANDS = [
  ...words('json.set ft.create ts.create bf.reserve bf.madd cf.reserve cf.insert'),
  ...words('cms.initbydim cms.incrby topk.reserve topk.incrby tdigest.create tdigest.add'),
  ...words('hpexpire vadd arset'),
];

export async function optionalCommands(redis: Redis): Promise<ReadonlySet<string>> {
  const known: unknown = await redis.call('command', 'info', ...OPTIONAL_COMMANDS);
  if (!Array.isArray(known)) return new Set();
  return new Set(OPTIONAL_COMMANDS.filter((_, index) => Array.isArray(known[index])));
}

interface Refusal {
  readonly command: string;
  readonly message: string;
}

function bytesOf(commands: readonly Command[]): number {
  let total = 0;
  for (const command of commands)
    for (const argument of command) total += typeof argument === 'number' ? 8 : argument.length;
  return total;
}

function* batches(steps: Iterable<Step>): Generator<readonly Step[]> {
  let batch: Step[] = [];
  let commands = 0;
  let bytes = 0;
  for (const step of steps) {
    batch.push(step);
    commands += step.commands.length;
    bytes += bytesOf(step.commands);
    if (commands < BATCH && bytes < BATCH_BYTES) continue;
    yield batch;
    batch = [];
    commands = 0;
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}

/** Steps whose key is there already fall out; a pipeline of EXISTS is cheaper than a script the user would see. */
async function withoutPresent(redis: Redis, steps: readonly Step[]): Promise<readonly Step[]> {
  const guarded = steps.filter(({ write }) => write === 'if-missing');
  if (guarded.length === 0) return steps;
  const pipeline = redis.pipeline();
  for (const { key } of guarded) pipeline.call('exists', key);
  const replies = (await pipeline.exec()) ?? [];
  const present = new Set(guarded.filter((_, index) => Number(replies[index]?.[1]) === 1));
  return steps.filter((step) => !present.has(step));
}

interface Written {
  readonly commands: number;
  readonly refusal: Refusal | null;
}

async function writeBatch(redis: Redis, batch: readonly Step[]): Promise<Written> {
  const steps = await withoutPresent(redis, batch);
  const pipeline = redis.pipeline();
  const sent: { readonly name: string; readonly tolerates: RegExp | undefined }[] = [];
  const send = ([name, ...args]: Command, tolerates: RegExp | undefined): void => {
    pipeline.call(name, ...args);
    sent.push({ name, tolerates });
  };
  for (const { key, write, commands, tolerates } of steps) {
    if (write === 'afresh') send(['unlink', key], undefined);
    for (const command of commands) send(command, tolerates);
  }
  if (sent.length === 0) return { commands: 0, refusal: null };
  const replies = (await pipeline.exec()) ?? [];
  for (const [index, { name, tolerates }] of sent.entries()) {
    const error = replies[index]?.[0];
    if (error !== null && error !== undefined && tolerates?.test(error.message) !== true)
      return { commands: sent.length, refusal: { command: name, message: error.message } };
  }
  return { commands: sent.length, refusal: null };
}

const cutOff = (error: unknown): Written => ({
  commands: 0,
  refusal: { command: 'exec', message: error instanceof Error ? error.message : 'connection lost' },
});

async function isFilled(redis: Redis): Promise<boolean> {
  return (await redis.hget(MARKER, 'version')) === String(DATA_VERSION);
}

function refused({ command, message }: Refusal): AppError {
  return {
    code: 'redis.reply',
    command,
    prefix: message.split(' ', 1)[0] ?? '',
    message: `The sandbox could not be filled: ${command} was refused: ${message}`,
  };
}

async function writeFamilies(
  redis: Redis,
  families: readonly Family[],
  context: DataContext,
  onProgress: FillOptions['onProgress'],
): Promise<Result<number>> {
  let commands = 0;
  // Two batches under way: the next one is encoded while the server works on the last.
  let underWay: Promise<Written> = Promise.resolve({ commands: 0, refusal: null });
  for (const [done, family] of families.entries()) {
    onProgress?.({ family: family.name, done, total: families.length });
    for (const batch of batches(family.steps(context))) {
      const next = writeBatch(redis, batch).catch(cutOff);
      const written = await underWay;
      underWay = next;
      commands += written.commands;
      if (written.refusal !== null) return fail(refused(written.refusal));
    }
  }
  const last = await underWay;
  return last.refusal === null ? ok(commands + last.commands) : fail(refused(last.refusal));
}

/**
 * Fills the server, or where that was done before, writes again what has ended by TTL. Safe to repeat: each key is
 * written over or made afresh, and the marker comes last.
 */
export async function fillSandbox(
  redis: Redis,
  { nowMs = Date.now(), onProgress }: FillOptions = {},
): Promise<Result<FillReport>> {
  const started = performance.now();
  const first = !(await isFilled(redis));
  const present = await optionalCommands(redis);
  const context: DataContext = { nowMs, has: (command) => present.has(command) };
  const families = first ? FAMILIES : FAMILIES.filter(({ shortLived }) => shortLived);
  const written = await writeFamilies(redis, families, context, onProgress);
  if (!written.ok) return written;
  if (first)
    await redis.hset(MARKER, {
      version: String(DATA_VERSION),
      filled_at: new Date(nowMs).toISOString(),
    });
  return ok({ first, commands: written.value, ms: performance.now() - started });
}
