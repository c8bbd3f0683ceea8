import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  missingServer,
  serverKinds,
  startRedis,
  type TestServer,
} from '../test-support/start-redis.ts';
import { type AnyCommand, DESTROY_COMMANDS, READ_COMMANDS, WRITE_COMMANDS } from './commands.ts';
import { keysOf } from './key-positions.ts';
import { type Reply, toCount, toList, toReply, toText } from './reply.ts';

const commands: readonly AnyCommand[] = [...READ_COMMANDS, ...WRITE_COMMANDS, ...DESTROY_COMMANDS];
/** More than any of them needs. */
const args = ['a0', 'a1', 'a2', 'a3', 'a4', 'a5'];

/** Modules that name the first key only, and find nothing in the slots of other nodes. */
const toldInPart: readonly AnyCommand[] = ['json.mget', 'ts.createrule', 'ts.deleterule'];

/** What follows the command and its subcommand is where the first, last and step of COMMAND INFO point. */
function byInfo(command: string, entry: readonly Reply[]): string[] {
  const words = command.split('|').length;
  const [first = 0, last = 0, step = 1] = entry.slice(3, 6).map(toCount);
  if (first === 0) return [];
  const keys: string[] = [];
  const end = last < 0 ? words + args.length + last : last;
  for (let at = first; at <= end; at += Math.max(1, step)) keys.push(args[at - words] ?? '');
  return keys;
}

for (const kind of serverKinds) {
  const missing = missingServer(kind);
  describe.skipIf(missing !== null)(
    `where commands have their keys, as ${kind} says${missing === null ? '' : ` (${missing})`}`,
    () => {
      let server: TestServer;
      let admin: Redis;
      let known: ReadonlyMap<string, readonly Reply[]>;
      beforeAll(async () => {
        server = await startRedis(kind);
        admin = server.client();
        const infos = toList(toReply(await admin.callBuffer('command', 'info', ...commands)));
        known = new Map(
          infos.flatMap((entry, i) =>
            Array.isArray(entry) ? [[commands[i] ?? '', entry] as const] : [],
          ),
        );
      });
      afterAll(async () => {
        await server.stop();
      });

      test.each(commands)('%s', async (command) => {
        const keys = keysOf(command, args).map(String);
        const entry = known.get(command);
        if (entry !== undefined) {
          const told = byInfo(command, entry);
          if (toldInPart.includes(command)) expect(keys.slice(0, told.length)).toEqual(told);
          else expect(keys).toEqual(told);
          return;
        }
        // Modules tell of their subcommands only when asked with arguments.
        const [name = '', ...subcommand] = command.split('|');
        const asked = await admin
          .callBuffer('command', 'getkeys', name, ...subcommand, ...args)
          .then((reply) => toList(toReply(reply)).map(toText))
          .catch((error: Error) => error.message);
        if (typeof asked === 'string') expect(asked).toMatch(/Invalid command specified/);
        else expect(keys).toEqual(asked.filter((key) => args.includes(key)).slice(0, 1));
      });

      test('the same as the server takes them out of a whole command', async () => {
        const whole: readonly (readonly [AnyCommand, ...string[]])[] = [
          ['get', 'k'],
          ['unlink', 'k', 'l', 'm'],
          ['eval_ro', 'return 1', '2', 'k', 'l', 'x'],
          ['exists', 'k', 'l'],
          ['renamenx', 'k', 'l'],
          ['object|encoding', 'k'],
          ['memory|usage', 'k', 'SAMPLES', '5'],
          ['xinfo|stream', 'k', 'FULL'],
          ['set', 'k', 'v', 'KEEPTTL'],
          ['restore', 'k', '0', 'v'],
          ['zrange', 'k', '0', '-1', 'WITHSCORES'],
        ];
        for (const [command, ...rest] of whole) {
          const keys = toList(
            toReply(await admin.callBuffer('command', 'getkeys', ...command.split('|'), ...rest)),
          );
          expect(keysOf(command, rest).map(String), command).toEqual(keys.map(toText));
        }
      });
    },
  );
}
