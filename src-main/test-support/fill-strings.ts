import type { Redis } from 'ioredis';

const SCRIPT = `
for i = 0, ARGV[1] - 1 do
  if ARGV[3] == '' then redis.call('SET', KEYS[1] .. i, ARGV[2] .. i)
  else redis.call('SET', KEYS[1] .. i, ARGV[2] .. i, 'PX', ARGV[3] + i) end
end`;

/**
 * Strings `${prefix}0` to `${prefix}${count - 1}`, each `value` with its number, with `ttlMs` and its number of
 * milliseconds to live. By a script, since a command for each costs the client more than what is tested.
 */
export async function fillStrings(
  admin: Redis,
  prefix: string,
  count: number,
  { value = '', ttlMs = null }: { readonly value?: string; readonly ttlMs?: number | null } = {},
): Promise<void> {
  await admin.eval(SCRIPT, 1, prefix, count, value, ttlMs ?? '');
}
