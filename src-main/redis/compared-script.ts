import { createHash } from 'node:crypto';
import { AppFailure } from '../rpc/app-failure.ts';
import type { BatchReply, DestroyCall, ReadCall } from './clients.ts';
import type { Argument } from './commands.ts';
import { commandFailure } from './redis-error.ts';
import { type Reply, toList, toText } from './reply.ts';

/**
 * What must be as it was read: `value`, all of the key, told by its DUMP; `expiry`, whether it is there and when it expires,
 * at a fraction of the price.
 */
type Compared = 'value' | 'expiry';

/** A key as it was read, in the words of the script. */
export interface Seen {
  readonly key: Uint8Array;
  readonly state: string;
}

export type ComparedOutcome =
  | { readonly kind: 'done'; readonly replies: readonly BatchReply[] }
  /** One of the keys is not as it was read: nothing was done. */
  | { readonly kind: 'changed' }
  /** The first command was, or another would have been: nothing was done. */
  | { readonly kind: 'refused'; readonly failure: Error };

/** A value that takes more of the server's memory is not read twice by a script that others wait for. */
export const LARGEST_COMPARED = 1_048_576;
/** Of all keys that are looked at together. */
const MOST_COMPARED = 8_388_608;
/** The `limit` of what is larger. */
export const COMPARED_SIZE = 'value that a script compares';
/** Lua takes no more arguments of one call than some 8,000. */
const MOST_WORDS = 7_000;

const STATE = `
local function stateOf(how, key)
  local at = string.format('%.0f', redis.call('PEXPIRETIME', key))
  if how == 'expiry' then return at end
  local dump = redis.call('DUMP', key)
  return dump and redis.sha1hex(dump) .. ' ' .. at or 'none'
end`;

/** ARGV[1] and ARGV[2]: bytes of one key and of all. false: it is too large. */
const READ = `${STATE}
local states, bytes = {}, 0
for i, key in ipairs(KEYS) do
  local size = redis.call('MEMORY', 'USAGE', key) or 0
  bytes = bytes + size
  if size > tonumber(ARGV[1]) or bytes > tonumber(ARGV[2]) then return false end
  states[i] = stateOf('value', key)
end
return states
`;

/**
 * What WATCH, MULTI and EXEC come to: all of the commands run if every key is as it was read, and none otherwise. As EXEC does
 * it goes on after one that fails; where this user may not run one of them, or the first fails, nothing is done. ARGV: what is
 * compared, of how many keys, their states, then each command behind the number of its words.
 */
const WRITE = `${STATE}
local states = {}
for i = 1, tonumber(ARGV[2]) do states[i] = stateOf(ARGV[1], KEYS[i]) end
if table.concat(states, ',') ~= ARGV[3] then return false end
local calls, at = {}, 4
while at <= #ARGV do
  local last = at + tonumber(ARGV[at])
  if not redis.acl_check_cmd(unpack(ARGV, at + 1, last)) then
    return {{0, redis.pcall(unpack(ARGV, at + 1, last)).err}}
  end
  calls[#calls + 1] = {at + 1, last}
  at = last + 1
end
local replies = {}
for i, call in ipairs(calls) do
  local reply = redis.pcall(unpack(ARGV, call[1], call[2]))
  local failed = type(reply) == 'table' and reply.err
  replies[i] = failed and {0, failed} or {1, reply}
  if failed and i == 1 then break end
end
return replies
`;

/** Whether this user may have a script read what is compared. */
export const mayCompare = (key: Buffer): readonly (readonly [string, ...(string | Buffer)[]])[] => [
  [
    'eval_ro',
    `local may = redis.acl_check_cmd
    return may('DUMP', KEYS[1]) and may('PEXPIRETIME', KEYS[1]) and may('MEMORY', 'USAGE', KEYS[1])`,
    '1',
    key,
  ],
  ['eval', 'return 1', '1', key],
];

/** The state of a key of which all is known: its DUMP and when it expires; null: there is none. */
export const stateOf = (
  found: { readonly dump: Uint8Array; readonly expiresAtMs: number | null } | null,
): string =>
  found === null
    ? 'none'
    : `${createHash('sha1').update(found.dump).digest('hex')} ${expiryState(found.expiresAtMs)}`;

/** The state that is told by the expiry alone, of a key that is there. */
export const expiryState = (expiresAtMs: number | null): string => String(expiresAtMs ?? -1);

/** Looks at keys before they are read; for `statesIn`. */
export const lookCall = (keys: readonly Uint8Array[]): ReadCall => [
  'eval_ro',
  READ,
  String(keys.length),
  ...keys,
  String(LARGEST_COMPARED),
  String(MOST_COMPARED),
];

/** Throws `limit` when they are too large. */
export function statesIn(keys: readonly Uint8Array[], reply: Reply): readonly Seen[] {
  if (reply === null)
    throw new AppFailure({
      code: 'limit',
      limit: COMPARED_SIZE,
      message: `This user may not use WATCH, MULTI and EXEC, and a value above ${LARGEST_COMPARED / 1_048_576} MB is not compared by a script, which others would wait for: nothing was changed`,
    });
  const states = toList(reply);
  return keys.map((key, i) => ({ key, state: toText(states[i] ?? null) }));
}

/** One command that runs all of `calls`, or none where a key has changed. `others`: keys of `calls` beside those that were seen. */
export function comparedCall(
  compared: Compared,
  seen: readonly Seen[],
  calls: readonly DestroyCall[],
  others: readonly Uint8Array[] = [],
): DestroyCall {
  const words = calls.flatMap(([command, ...args]): Argument[] => {
    const all = [...command.split('|'), ...args];
    if (all.length > MOST_WORDS)
      throw new AppFailure({
        code: 'limit',
        limit: COMPARED_SIZE,
        message: `A script takes no command of more than ${MOST_WORDS.toLocaleString('en-US')} words: take fewer at once. Nothing was changed`,
      });
    return [String(all.length), ...all];
  });
  const keys = [...seen.map(({ key }) => key), ...others];
  const states = seen.map(({ state }) => state).join(',');
  return [
    'eval',
    WRITE,
    String(keys.length),
    ...keys,
    compared,
    String(seen.length),
    states,
    ...words,
  ];
}

/** What the reply to `comparedCall` says. */
export function comparedOutcome(reply: Reply, calls: readonly DestroyCall[]): ComparedOutcome {
  if (reply === null) return { kind: 'changed' };
  const replies = toList(reply).map((one, i): BatchReply => {
    const [is = null, answer = null] = toList(one);
    if (toText(is) === '1') return { ok: true, reply: answer };
    const words = Object.assign(new Error(toText(answer)), { name: 'ReplyError' });
    return { ok: false, failure: commandFailure(words, calls[i]?.[0] ?? 'eval', true) };
  });
  const [first] = replies;
  return first?.ok === false
    ? { kind: 'refused', failure: first.failure }
    : { kind: 'done', replies };
}
