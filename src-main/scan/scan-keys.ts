import type { KeyPage } from '../../src-shared/contract/keys.ts';
import type { KeyNode, ReadClient } from '../redis/clients.ts';
import type { Argument } from '../redis/commands.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import { isNodeFailure } from '../redis/node-failure.ts';
import { toCount, toText } from '../redis/reply.ts';
import { literalName } from './literal-name.ts';
import { PagePacker } from './page-packer.ts';
import type { ScanStep } from './walk-node.ts';
import { type NodeWalk, walkNodes } from './walk-nodes.ts';

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

type Position = Cursors[number];

const FLUSH_NAMES = 5_000;
const FLUSH_MS = 50;
const COUNT_AGAIN_MS = 2_000;
/** A cluster whose slots keep moving is gone over so often. */
const MOST_ROUNDS = 4;

/**
 * Names of keys in packed pages: the first as soon as one step is there, then about 5,000 names or 50 ms each (also
 * without names, for the progress). SCAN may give a name twice: the reader, which keeps them, drops duplicates. A key
 * that is there from beginning to end is given at least once. Ends early, without a `done` page, when the signal aborts.
 */
export async function* scanKeys(redis: ReadClient, options: ScanOptions): AsyncGenerator<KeyPage> {
  const { match, type, signal } = options;
  const name = match === null ? null : literalName(match);
  if (name !== null) {
    const page = await findOne(redis, name, type);
    if (page !== null) {
      yield page;
      return;
    }
  }
  const progress = new ScanProgress(redis, options);
  await progress.begin();
  for (let round = 0; !signal.aborted; round++) {
    // A primary that has other slots by now is another node: it is walked, again or for the first time.
    const todo = await progress.stillToWalk();
    if (todo.length === 0) break;
    if (round === MOST_ROUNDS) throw unsettled;
    yield* progress.walk(todo);
  }
  if (!signal.aborted) yield progress.last();
}

const unsettled = new AppFailure({
  code: 'limit',
  limit: 'rounds of one scan',
  message:
    'The slots of the cluster kept moving while it was scanned: keys may be missing. Scan again when it has settled',
});

/** One scan over all nodes: where it stands on each, and what was found but not yet given out. */
class ScanProgress {
  #redis: ReadClient;
  #options: ScanOptions;
  #filter: Argument[];
  #packer = new PagePacker();
  #positions = new Map<string, Position>();
  /** By which each node was reached when its walk began. */
  #connections = new Map<string, KeyNode['connection']>();
  #of: number | null = null;
  #countedAt = 0;
  #flushedAt = Number.NEGATIVE_INFINITY;
  #roundTripMs = 0;
  #isAnew = false;

  constructor(redis: ReadClient, options: ScanOptions) {
    this.#redis = redis;
    this.#options = options;
    this.#filter = filterOf(options.match, options.type);
    for (const one of options.resume ?? []) this.#positions.set(one.node, one);
  }

  async begin(): Promise<void> {
    const askedAt = performance.now();
    await this.#count();
    this.#roundTripMs = this.#countedAt - askedAt;
  }

  async stillToWalk(): Promise<NodeWalk[]> {
    const nodes = await this.#redis.nodes();
    const runIds = new Map(
      await Promise.all(
        nodes.map(async ({ name, redis }) => [name, await runIdOf(redis)] as const),
      ),
    );
    if (nodes.some((node) => this.#isAnother(node, runIds.get(node.name) ?? null)))
      this.#beginAnew();
    this.#connections = new Map(nodes.map(({ name, connection }) => [name, connection]));
    const before = this.#positions;
    // What was walked of a node that is no more is not walked of those there are.
    this.#positions = new Map(
      nodes.map(({ name }) => {
        const at = before.get(name) ?? { node: name, cursor: '0', scanned: 0, done: false };
        return [name, { ...at, runId: runIds.get(name) ?? null }];
      }),
    );
    return nodes.flatMap(({ name, redis }) => {
      const at = this.#positions.get(name);
      return at === undefined || at.done ? [] : [{ name, redis, from: at.cursor }];
    });
  }

  /** By its run id; where that is not told, any new connection may lead to another server. */
  #isAnother({ name, connection }: KeyNode, runId: string | null): boolean {
    const at = this.#positions.get(name);
    if (at === undefined) return false;
    if (at.runId !== null && runId !== null) return at.runId !== runId;
    const before = this.#connections.get(name);
    return before !== undefined && before !== connection;
  }

  /** A cursor is a place in one server's table: on another it would pass over keys, and the names met may be gone. */
  #beginAnew(): void {
    this.#positions = new Map();
    this.#packer = new PagePacker();
    this.#isAnew = true;
  }

  #take(done: boolean): KeyPage {
    const page = this.#packer.take(this.#cursors, this.#of, done);
    const isAnew = this.#isAnew;
    this.#isAnew = false;
    return { ...page, isAnew };
  }

  async *walk(nodes: readonly NodeWalk[]): AsyncGenerator<KeyPage> {
    const { gentle, signal } = this.#options;
    const filter = this.#filter;
    const steps = walkNodes(nodes, { filter, roundTripMs: this.#roundTripMs, gentle, signal });
    try {
      for await (const step of steps) {
        this.#note(step);
        const now = performance.now();
        // The page that ends it is given when nothing is left to walk.
        if (this.#isWalked) continue;
        if (this.#packer.size < FLUSH_NAMES && now - this.#flushedAt < FLUSH_MS) continue;
        if (now - this.#countedAt > COUNT_AGAIN_MS) await this.#count();
        yield this.#take(false);
        this.#flushedAt = performance.now();
      }
    } catch (thrown) {
      // The other nodes of a cluster may have given names after the last page.
      if (this.#packer.size > 0) yield this.#take(false);
      throw thrown;
    }
  }

  last(): KeyPage {
    return this.#take(true);
  }

  #note({ node, names, cursor, count }: ScanStep & { readonly node: string }): void {
    this.#packer.add(names);
    // Without a filter what came back is exactly what was walked; with one, COUNT is the nearest thing known.
    const walked = this.#filter.length === 0 ? names.length : count;
    const before = this.#positions.get(node);
    this.#positions.set(node, {
      node,
      cursor,
      scanned: (before?.scanned ?? 0) + walked,
      done: cursor === '0',
      runId: before?.runId ?? null,
    });
  }

  async #count(): Promise<void> {
    this.#of = await keyCount(this.#redis);
    this.#countedAt = performance.now();
  }

  get #cursors(): Cursors {
    return [...this.#positions.values()];
  }

  get #isWalked(): boolean {
    return this.#cursors.every(({ done }) => done);
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
  const page = packer.take([], of, true);
  return { ...page, scanned: of ?? 1, isAnew: false };
}

/** null where it is refused, and while a part of a cluster cannot be asked. */
function keyCount(redis: ReadClient): Promise<number | null> {
  return unlessUnknown(async () => toCount(await redis.read('dbsize')));
}

/** What tells a server from the one that stood there before; null as above. */
function runIdOf(redis: ReadClient): Promise<string | null> {
  return unlessUnknown(async () => {
    const info = toText(await redis.read('info', 'server'));
    return /^run_id:([0-9a-f]+)/m.exec(info)?.[1] ?? null;
  });
}

async function unlessUnknown<T>(ask: () => Promise<T | null>): Promise<T | null> {
  try {
    return await unlessRefused(ask);
  } catch (thrown) {
    if (isNodeFailure(thrown)) return null;
    throw thrown;
  }
}

async function unlessRefused<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (thrown) {
    if (thrown instanceof AppFailure && thrown.error.code === 'redis.reply') return null;
    throw thrown;
  }
}
