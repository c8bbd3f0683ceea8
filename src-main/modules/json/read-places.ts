import type { Output, Parsed } from '../../../src-shared/contract/index.ts';
import type { JsonNow } from '../../../src-shared/contract/json-edits.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { toCount, toText } from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { keyIsGone } from '../keys/key-failures.ts';
import { writablePath } from './kept-place.ts';
import { memoryOf, readPath, sizeAt, sizeFrom, typesAt } from './read-path.ts';

/** What is at some places of a document; of what is large its kind and size. */
export async function readPlaces(
  redis: ReadClient,
  { key, places }: Pick<Parsed<'json.places'>, 'key' | 'places'>,
): Promise<Output<'json.places'>> {
  if (toCount(await redis.read('exists', key)) === 0) throw keyIsGone(key);
  const paths = places.map(writablePath);
  const memories: (number | null)[] = [];
  for (let from = 0; from < paths.length; from += LIMITS.describeKeys) {
    const some = paths.slice(from, from + LIMITS.describeKeys);
    const replies = await redis.readAll(
      some.map((path) => ['json.debug|memory', key, path] as const),
    );
    memories.push(...replies.map(sizeFrom));
  }
  // Where no place may be asked for, the key is: all of it is small enough, or nothing is read.
  const whole = memories.includes(null) ? await memoryOf(redis, key, '$') : null;
  const found: JsonNow[] = [];
  let total = 0;
  for (const [index, path] of paths.entries()) {
    const bytes = memories[index] ?? whole;
    const now = await placeNow(redis, key, path, bytes);
    total += now.is === 'text' ? now.text.length : 0;
    if (total > LIMITS.jsonMaxBytes) throw tooMuch();
    found.push(now);
  }
  return { places: found };
}

async function placeNow(
  redis: ReadClient,
  key: Uint8Array,
  path: string,
  bytes: number | null,
): Promise<JsonNow> {
  if (bytes !== null && bytes > LIMITS.jsonAutoBytes) {
    const [type] = await typesAt(redis, key, path);
    if (type === undefined) return { is: 'gone' };
    if (type === 'object' || type === 'array' || type === 'string') {
      const size = await sizeAt(redis, key, path, type);
      return size === null ? { is: 'gone' } : { is: 'size', kind: type, size, bytes };
    }
  }
  const answer = toText(await readPath(redis, key, path));
  return answer === '[]' ? { is: 'gone' } : { is: 'text', text: answer.slice(1, -1) };
}

function tooMuch(): AppFailure {
  return new AppFailure({
    code: 'limit',
    limit: 'JSON text',
    message: 'The values to be compared are too large together: save or revert some of them',
  });
}
