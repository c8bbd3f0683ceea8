import { resultOf } from '../../../src-shared/json-together.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { type Reply, toText } from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { assertAsRead, changedSince } from './kept-place.ts';
import type { PlaceChange } from './place-change.ts';
import { shownText } from './read-path.ts';

/**
 * What JSON.GET answers at the place of each change; nothing of one that is compared by its size. Throws `conflict` at
 * the first that is not what was read. No other place is read.
 */
export async function readAsExpected(
  redis: ReadClient,
  key: Uint8Array,
  changes: readonly PlaceChange[],
): Promise<ReadonlyMap<string, Reply>> {
  const found = new Map<string, Reply>();
  const read = changes.filter(({ expected }) => expected.is !== 'size');
  for (let from = 0; from < read.length; from += LIMITS.describeKeys) {
    const some = read.slice(from, from + LIMITS.describeKeys);
    const replies = await redis.readAll(some.map(({ path }) => ['json.get', key, path] as const));
    for (const [index, change] of some.entries()) {
      const reply = replies[index];
      if (reply?.ok === false) throw reply.failure;
      const now = reply?.reply ?? null;
      assertExpected(change, now);
      found.set(change.path, now);
    }
  }
  for (const { path, expected } of changes)
    if (expected.is === 'size') await assertAsRead(redis, { key, path }, expected);
  await assertParents(redis, key, changes);
  return found;
}

function assertExpected({ path, expected, command }: PlaceChange, now: Reply): void {
  if (now === null) throw changedSince(path, now);
  const text = shownText(path, now);
  switch (expected.is) {
    case 'text':
      if (text !== expected.text) throw changedSince(path, now);
      return;
    case 'nothing':
      if (text !== '[]') throw changedSince(path, now);
      return;
    case 'number': {
      if (text === '[]') throw changedSince(path, now);
      const source = path === '$' ? text : text.slice(1, -1);
      if (command === null || resultOf(command, source) === null) throw noSum(path);
      return;
    }
    case 'size':
      return;
  }
}

/** A new member needs an object: where there is none the server would answer nothing, and the others would be done. */
async function assertParents(
  redis: ReadClient,
  key: Uint8Array,
  changes: readonly PlaceChange[],
): Promise<void> {
  const added = changes.flatMap(({ path, parent }) => (parent === null ? [] : [{ path, parent }]));
  for (let from = 0; from < added.length; from += LIMITS.describeKeys) {
    const some = added.slice(from, from + LIMITS.describeKeys);
    const replies = await redis.readAll(
      some.map(({ parent }) => ['json.type', key, parent] as const),
    );
    for (const [index, { path }] of some.entries()) {
      const reply = replies[index];
      if (reply?.ok === false) throw reply.failure;
      if (!isObject(reply?.reply ?? null)) throw noPlace(path);
    }
  }
}

/** RESP3 nests JSON.TYPE once more than RESP2. */
const isObject = (reply: Reply): boolean =>
  Array.isArray(reply)
    ? reply.length === 1 && isObject(reply[0] ?? null)
    : reply !== null && toText(reply) === 'object';

export function noPlace(path: string): AppFailure {
  return new AppFailure({
    code: 'notFound',
    what: 'path',
    message: `There is no place for ${path}: what it would be in does not exist`,
  });
}

function noSum(path: string): AppFailure {
  return new AppFailure({
    code: 'notFound',
    what: 'number',
    message: `There is no number at ${path}, or with the amount it would leave 64 bits`,
  });
}
