import type { Output } from '../../../src-shared/contract/index.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { byteLength, memoryOf, readPath, shownText } from './read-path.ts';

interface Wanted {
  readonly key: Uint8Array;
  readonly path: string;
  readonly evenIfLarge: boolean;
}

/** In memory a document takes about four times its text at most (small members), seldom less than its text. */
const MOST_MEMORY = 4 * LIMITS.jsonMaxBytes;

/** The text as the server wrote it, never parsed; its size is asked for before. */
export async function getJson(
  redis: ReadClient,
  { key, path, evenIfLarge }: Wanted,
): Promise<Output<'json.get'>> {
  const memory = await memoryOf(redis, key, path);
  if (memory !== null && memory > LIMITS.jsonAutoBytes && !evenIfLarge)
    return { kind: 'tooLarge', bytes: memory };
  if (memory !== null && memory > MOST_MEMORY) throw tooLarge(memory);
  const reply = await readPath(redis, key, path);
  const bytes = byteLength(reply);
  if (bytes > LIMITS.jsonMaxBytes) throw tooLarge(bytes);
  return { kind: 'text', text: shownText(path, reply), bytes, readAtMs: Date.now() };
}

function tooLarge(bytes: number): AppFailure {
  const size = `${Math.ceil(bytes / 1_048_576).toLocaleString('en-US')} MB`;
  return new AppFailure({
    code: 'limit',
    limit: 'JSON text',
    message: `It is too large to be shown whole (${size}): open a part of it by a path`,
  });
}
