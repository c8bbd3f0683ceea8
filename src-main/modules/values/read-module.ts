import type { Output } from '../../../src-shared/contract/index.ts';
import { escapeBytes } from '../../../src-shared/redis-value.ts';
import type { ReadClient } from '../../redis/clients.ts';
import type { ReadCommand } from '../../redis/commands.ts';
import { type Reply, toBuffer, toCount, toPairs, toText } from '../../redis/reply.ts';
import { isReplyError, keyIsGone } from '../keys/key-failures.ts';
import { replyOf } from './page-size.ts';

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
  const [kind, memory] = await redis.readAll([
    ['type', key],
    ['memory|usage', key, 'SAMPLES', 5],
  ]);
  const type = toText(replyOf(kind));
  if (type === 'none') throw keyIsGone(key);
  const bytes = memory?.ok === true && memory.reply !== null ? toCount(memory.reply) : null;
  const dumpBytes = bytes !== null && bytes <= DUMP_BYTES ? await dumpSize(redis, key) : null;
  const command = INFO_COMMANDS.get(type);
  if (command === undefined) return { command: null, facts: [], dumpBytes };
  const facts = toPairs(await redis.read(command, key)).map(([name, value]) => ({
    name: factText(name),
    value: factText(value),
  }));
  return {
    command: command.toUpperCase(),
    facts,
    dumpBytes,
  };
}

async function dumpSize(redis: ReadClient, key: Uint8Array): Promise<number | null> {
  const [dump] = await redis.readAll([['dump', key]]);
  if (dump?.ok === false && !isReplyError(dump.failure)) throw dump.failure;
  return dump?.ok === true && dump.reply !== null ? toBuffer(dump.reply).byteLength : null;
}

/** Names and labels were chosen by whoever wrote them: shown escaped, nested ones in a row. */
function factText(reply: Reply): string {
  if (reply === null) return '';
  if (Array.isArray(reply)) return reply.map(factText).join(', ');
  return Buffer.isBuffer(reply) ? escapeBytes(reply) : toText(reply);
}
