import type { KeySelection, PlanProgress } from '../../../src-shared/contract/keys.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import { equalBytes } from '../../../src-shared/redis-value.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { toText } from '../../redis/reply.ts';
import type { Session } from '../../redis/session.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { NameSet } from '../../scan/name-set.ts';
import { pageNames } from '../../scan/page-names.ts';
import { scanKeys } from '../../scan/scan-keys.ts';

/** What one plan may hold in memory; more is done in several goes. */
const MOST_KEYS = 1_000_000;
const TELL_EVERY_MS = 100;

interface Where {
  readonly redis: ReadClient;
  readonly session: Session;
  readonly signal: AbortSignal;
}

/**
 * The names a selection stands for now, each once: those of it that exist, or what a finished scan finds. Tells how far
 * the scan is, at most ten times a second.
 */
export async function* resolveSelection(
  where: Where,
  selection: KeySelection,
): AsyncGenerator<PlanProgress, NameSet> {
  const names =
    selection.kind === 'keys'
      ? await existing(where, selection.keys)
      : yield* scanned(where, selection);
  if (names.size > 0) return names;
  throw new AppFailure({
    code: 'notFound',
    what: 'keys',
    message: selection.kind === 'keys' ? 'None of these keys is there any more' : 'No key matches',
  });
}

async function existing({ redis, signal }: Where, keys: readonly Uint8Array[]): Promise<NameSet> {
  const wanted = new NameSet();
  for (const key of keys) wanted.add(key);
  const names = new NameSet();
  for (let from = 0; from < wanted.size; from += LIMITS.describeKeys) {
    signal.throwIfAborted();
    const batch = wanted.slice(from, from + LIMITS.describeKeys);
    const replies = await redis.readAll(batch.map((key) => ['exists', key]));
    for (const [i, key] of batch.entries()) {
      const reply = replies[i];
      // A key this user may not even ask for stays: deleting it will say why it cannot be deleted.
      if (reply?.ok !== true || toText(reply.reply) !== '0') names.add(key);
    }
  }
  return names;
}

const beginsWith = (name: Uint8Array, prefix: Uint8Array): boolean =>
  equalBytes(name.subarray(0, prefix.byteLength), prefix);

async function* scanned(
  { redis, session, signal }: Where,
  { match, type, prefix }: Extract<KeySelection, { kind: 'pattern' }>,
): AsyncGenerator<PlanProgress, NameSet> {
  const gentle = session.describe().environment === 'production';
  let names = new NameSet();
  let toldAt = Number.NEGATIVE_INFINITY;
  for await (const page of scanKeys(redis, { match, type, resume: null, signal, gentle })) {
    // Another server took the place of the one that was scanned: what was met on that one may not be on this.
    if (page.isAnew) names = new NameSet();
    for (const name of pageNames(page))
      if (prefix === null || beginsWith(name, prefix)) names.add(name);
    if (names.size > MOST_KEYS)
      throw new AppFailure({
        code: 'limit',
        limit: 'keys of one plan',
        message: 'More than 1,000,000 keys match: narrow the pattern and do it in several goes',
      });
    const now = performance.now();
    if (now - toldAt < TELL_EVERY_MS) continue;
    toldAt = now;
    yield { step: 'counting', scanned: page.scanned, of: page.of, found: names.size };
  }
  signal.throwIfAborted();
  return names;
}
