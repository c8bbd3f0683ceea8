import type { KeyPage } from '../../src-shared/contract/keys.ts';
import type { ReadClient } from '../redis/clients.ts';
import type { Argument } from '../redis/commands.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import { toCount, toText } from '../redis/reply.ts';
import { literalName } from './literal-name.ts';
import { PagePacker } from './page-packer.ts';
import { walkNode } from './walk-node.ts';

/** Where a scan stands, node by node; goes out with each page and comes back to resume. */
type Cursors = KeyPage['cursors'];

export interface ScanOptions {
  /** Glob for MATCH, any bytes; null for all keys. */
  readonly match: Uint8Array | null;
  /** As TYPE answers it; null for all types. */
  readonly type: string | null;
  readonly resume: Cursors | null;
  readonly signal: AbortSignal;
  /** For production: small steps with pauses between them. */
  readonly gentle: boolean;
}

/** One server is one node; a cluster will have one for each primary. */
const NODE = 'server';
const FLUSH_NAMES = 5_000;
const FLUSH_MS = 50;
const COUNT_AGAIN_MS = 2_000;

/**
 * Names of keys in packed pages: the first as soon as one step is there, then about 5,000 names or 50 ms each (also
 * without names, for the progress). SCAN may give a name twice: the reader, which keeps them, drops duplicates. A key
 * that is there from beginning to end is given at least once. Ends early, without a `done` page, when the signal aborts.
 */
export async function* scanKeys(redis: ReadClient, options: ScanOptions): AsyncGenerator<KeyPage> {
  const { match, type, resume, signal, gentle } = options;
  const name = match === null ? null : literalName(match);
  if (name !== null) {
    const page = await findOne(redis, name, type);
    if (page !== null) {
      yield page;
      return;
    }
  }
  const askedAt = performance.now();
  let of = await keyCount(redis);
  let countedAt = performance.now();
  const roundTripMs = countedAt - askedAt;
  const start = resume?.find((one) => one.node === NODE) ?? {
    cursor: '0',
    scanned: 0,
    done: false,
  };
  const filter = filterOf(match, type);
  const packer = new PagePacker();
  let { scanned } = start;
  let flushedAt = Number.NEGATIVE_INFINITY;
  if (start.done) {
    yield packer.take({ node: NODE, cursor: '0', scanned, done: true }, of);
    return;
  }
  for await (const step of walkNode(redis, {
    from: start.cursor,
    filter,
    roundTripMs,
    gentle,
    signal,
  })) {
    packer.add(step.names);
    // Without a filter what came back is exactly what was walked; with one, COUNT is the nearest thing known.
    scanned += filter.length === 0 ? step.names.length : step.count;
    const now = performance.now();
    const done = step.cursor === '0';
    if (!done && packer.size < FLUSH_NAMES && now - flushedAt < FLUSH_MS) continue;
    if (now - countedAt > COUNT_AGAIN_MS) {
      of = await keyCount(redis);
      countedAt = now;
    }
    yield packer.take({ node: NODE, cursor: step.cursor, scanned, done }, of);
    flushedAt = performance.now();
  }
}

function filterOf(match: Uint8Array | null, type: string | null): Argument[] {
  return [...(match === null ? [] : ['MATCH', match]), ...(type === null ? [] : ['TYPE', type])];
}

/** A pattern that only one name can match needs no scan; null where that cannot be asked: then it is scanned. */
async function findOne(
  redis: ReadClient,
  name: Uint8Array,
  type: string | null,
): Promise<KeyPage | null> {
  const found = await unlessRefused(async () => {
    const reply = type === null ? await redis.read('exists', name) : await redis.read('type', name);
    return toText(reply) === (type ?? '1');
  });
  if (found === null) return null;
  const of = await keyCount(redis);
  const packer = new PagePacker();
  if (found) packer.add([Buffer.from(name)]);
  return packer.take({ node: NODE, cursor: '0', scanned: of ?? 1, done: true }, of);
}

async function keyCount(redis: ReadClient): Promise<number | null> {
  return await unlessRefused(async () => toCount(await redis.read('dbsize')));
}

async function unlessRefused<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (thrown) {
    if (thrown instanceof AppFailure && thrown.error.code === 'redis.reply') return null;
    throw thrown;
  }
}
