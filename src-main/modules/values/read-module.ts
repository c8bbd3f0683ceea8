import type { Output } from '../../../src-shared/contract/index.ts';
import { escapeBytes } from '../../../src-shared/redis-value.ts';
import type { ReadCall, ReadClient } from '../../redis/clients.ts';
import type { ReadCommand } from '../../redis/commands.ts';
import { type Reply, toBuffer, toCount, toPairs, toText } from '../../redis/reply.ts';
import { isReplyError, keyIsGone } from '../keys/key-failures.ts';

type ModuleValue = Output<'values.module'>;

/** What tells about a key of this type without reading it all. */
const INFO_COMMANDS: ReadonlyMap<string, ReadCommand> = new Map<string, ReadCommand>([
  ['TSDB-TYPE', 'ts.info'],
  ['MBbloom--', 'bf.info'],
  ['MBbloomCF', 'cf.info'],
  ['CMSk-TYPE', 'cms.info'],
  ['TopK-TYPE', 'topk.info'],
  ['TDIS-TYPE', 'tdigest.info'],
  ['vectorset', 'vinfo'],
]);
/** DUMP sends the whole value: only to measure small ones. */
const DUMP_BYTES = 1_048_576;

/** What a type's own INFO says. */
export async function readModule(redis: ReadClient, key: Uint8Array): Promise<ModuleValue> {
  const type = toText(await redis.read('type', key));
  if (type === 'none') throw keyIsGone(key);
  const command = INFO_COMMANDS.get(type);
  if (command === undefined) return { command: null, facts: [] };
  const facts = toPairs(await redis.read(command, key)).map(([name, value]) => ({
    name: factText(name),
    value: factText(value),
  }));
  return { command: command.toUpperCase(), facts };
}

/** How long its DUMP is, where that is short. */
export async function readDumpSize(
  redis: ReadClient,
  key: Uint8Array,
): Promise<Output<'values.dumpSize'>> {
  const bytes = await answer(redis, ['memory|usage', key, 'SAMPLES', 5]);
  if (bytes === null || toCount(bytes) > DUMP_BYTES) return { bytes: null };
  const dump = await answer(redis, ['dump', key]);
  return { bytes: dump === null ? null : toBuffer(dump).byteLength };
}

/** null where it was refused, or the key went. */
async function answer(redis: ReadClient, call: ReadCall): Promise<Reply> {
  const [reply] = await redis.readAll([call]);
  if (reply?.ok === false && !isReplyError(reply.failure)) throw reply.failure;
  return reply?.ok === true ? reply.reply : null;
}

/** Names and labels were chosen by whoever wrote them: shown escaped, nested ones in a row. */
function factText(reply: Reply): string {
  if (reply === null) return '';
  if (Array.isArray(reply)) return reply.map(factText).join(', ');
  return Buffer.isBuffer(reply) ? escapeBytes(reply) : toText(reply);
}
