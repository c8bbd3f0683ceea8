import type { Redis } from 'ioredis';
import type { ServerFacts } from '../../src-shared/contract/connections.ts';
import type { Endpoint } from './connect.ts';
import { mayNotWrite } from './may-not-write.ts';
import { type Reply, toCount, toFields, toList, toReply, toText, toTextOrNull } from './reply.ts';

/** Commands that not every server has and that a view depends on. */
const OPTIONAL = [
  'json.get',
  'json.set',
  'json.debug',
  'json.merge',
  'ft.search',
  'ft.aggregate',
  'ft._list',
  'ts.info',
  'ts.range',
  'bf.info',
  'cf.info',
  'cms.info',
  'topk.info',
  'tdigest.info',
  'hpttl',
  'hpexpire',
  'vinfo',
  'unlink',
  'copy',
  'object',
  'memory',
  'xinfo',
];
/** Asked once for what Redstart would use; a refusal is remembered and shown, never retried. */
const PROBES: readonly (readonly [string, ...string[]])[] = [
  ['info', 'server'],
  ['config', 'get', 'databases'],
  ['dbsize'],
];

/**
 * What is at the other end, by HELLO without arguments (which every user may run) and probes that may be refused:
 * a user without INFO, COMMAND or CONFIG gets nulls, not an error.
 */
export async function detectFacts(client: Redis, endpoint: Endpoint): Promise<ServerFacts> {
  const startedAt = performance.now();
  await client.ping();
  const roundTripMs = performance.now() - startedAt;
  const named = endpoint.username === '' ? 'default' : endpoint.username;
  const [hello, user, rules, commands, ...probes] = await Promise.all([
    tryCall(client, ['hello']),
    tryCall(client, ['acl', 'whoami']),
    tryCall(client, ['acl', 'getuser', named]),
    knownCommands(client),
    ...PROBES.map((probe) => tryCall(client, probe)),
  ]);
  const [info, config, dbSize] = probes;
  const fields = Array.isArray(hello.reply) ? toFields(hello.reply) : new Map<string, Reply>();
  const infoText = info?.reply === null || info === undefined ? '' : toText(info.reply);
  const valkey = /^valkey_version:(\S+)/m.exec(infoText)?.[1];
  const helloServer = textOf(fields.get('server'));
  const mode = toMode(textOf(fields.get('mode')));
  const role = toRole(textOf(fields.get('role')));
  const userName = user.reply === null ? null : toText(user.reply);
  return {
    kind:
      valkey !== undefined || helloServer === 'valkey'
        ? 'valkey'
        : helloServer === 'redis' || infoText.includes('redis_version')
          ? 'redis'
          : 'other',
    version:
      valkey ??
      textOf(fields.get('version')) ??
      /^redis_version:(\S+)/m.exec(infoText)?.[1] ??
      null,
    mode,
    role,
    protocol:
      textOf(fields.get('proto')) === '3' || (hello.reply === null && endpoint.protocol === 3)
        ? 3
        : 2,
    modules: toModules(fields.get('modules') ?? null),
    commands,
    refused: [info, config, dbSize]
      .flatMap((probe, i) =>
        probe?.refused === true ? [PROBES[i]?.slice(0, 2).join('|') ?? ''] : [],
      )
      .map((name) => (name.startsWith('info') ? 'info' : name)),
    noWrites:
      // In a cluster it is not this node alone that is written to.
      mode === 'standalone' && role === 'replica' && (await refusesWrites(client))
        ? 'replica'
        : userName === named && mayNotWrite(rules.reply)
          ? 'user'
          : null,
    databases: databasesOf(config?.reply ?? null),
    user: userName,
    dbSize: dbSize?.reply === null || dbSize === undefined ? null : toCount(dbSize.reply),
    roundTripMs,
    cluster: null,
  };
}

interface Answer {
  readonly reply: Reply;
  readonly refused: boolean;
}

/** null for an error reply; a lost connection is thrown. */
async function tryCall(
  client: Redis,
  [command, ...args]: readonly [string, ...string[]],
): Promise<Answer> {
  try {
    return { reply: toReply(await client.callBuffer(command, ...args)), refused: false };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ReplyError') throw error;
    return { reply: null, refused: error.message.startsWith('NOPERM') };
  }
}

/** A replica does by its default. */
async function refusesWrites(client: Redis): Promise<boolean> {
  const { reply } = await tryCall(client, ['info', 'replication']);
  return reply !== null && /^(slave|replica)_read_only:1/m.test(toText(reply));
}

/** By COMMAND INFO; where that is refused, all are taken as there and each view finds out by itself. */
async function knownCommands(client: Redis): Promise<string[]> {
  const { reply } = await tryCall(client, ['command', 'info', ...OPTIONAL]);
  if (reply === null) return [...OPTIONAL];
  return toList(reply).flatMap((entry) =>
    Array.isArray(entry) && entry[0] !== undefined ? [toText(entry[0]).toLowerCase()] : [],
  );
}

const textOf = (reply: Reply | undefined): string | null => toTextOrNull(reply ?? null);

function toMode(mode: string | null): ServerFacts['mode'] {
  return mode === 'cluster' || mode === 'sentinel' ? mode : 'standalone';
}

function toRole(role: string | null): ServerFacts['role'] {
  return role === 'master' || role === 'replica' || role === 'sentinel' ? role : null;
}

function toModules(reply: Reply): ServerFacts['modules'] {
  if (!Array.isArray(reply)) return null;
  return reply.map((entry) => {
    const fields = toFields(entry);
    return {
      name: textOf(fields.get('name')) ?? '?',
      version: versionText(textOf(fields.get('ver'))),
    };
  });
}

/** Modules number versions as 20811 for 2.8.11. */
function versionText(raw: string | null): string {
  const n = Number(raw);
  if (raw === null || !Number.isInteger(n)) return raw ?? '';
  return `${Math.floor(n / 10_000)}.${Math.floor(n / 100) % 100}.${n % 100}`;
}

function databasesOf(reply: Reply): number | null {
  if (!Array.isArray(reply) || reply.length < 2) return null;
  return toCount(reply[1] ?? null);
}
