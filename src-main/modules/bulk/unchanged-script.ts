import type { DestroyCall } from '../../redis/clients.ts';
import type { UndoEntryOf } from '../../undo/entry.ts';

type Deleted = UndoEntryOf<'delete'>;

/**
 * Removes keys if all of them are as they were read: what WATCH, MULTI and EXEC come to, at half the cost for the server
 * and without a connection of its own for each chunk. nil: at least one has changed, and nothing was done. ARGV[1] is UNLINK or
 * DEL, ARGV[2] what each key must be like.
 */
const SCRIPT = `
local call, seen = redis.call, {}
for i, key in ipairs(KEYS) do
  local dump = call('DUMP', key)
  if not dump then return false end
  seen[i] = string.sub(dump, -8) .. string.format('%.0f', call('PEXPIRETIME', key))
end
if table.concat(seen) ~= ARGV[2] then return false end
return call(ARGV[1], unpack(KEYS))
`;

/** A DUMP ends with the CRC-64 of all before it. */
const CHECKSUM = 8;

const checksumOf = (dump: Uint8Array): Uint8Array => dump.subarray(-CHECKSUM);

/** Whether its DUMP tells it from any other value: a server may leave the checksum out. */
export const isTold = ({ dump }: Deleted): boolean =>
  dump.byteLength > CHECKSUM && checksumOf(dump).some((byte) => byte !== 0);

export function removeUnchanged(
  command: 'unlink' | 'del',
  entries: readonly Deleted[],
): DestroyCall {
  const seen = entries.flatMap(({ dump, expiresAtMs }) => [
    checksumOf(dump),
    Buffer.from(String(expiresAtMs ?? -1)),
  ]);
  const keys = entries.map(({ key }) => key);
  return ['eval', SCRIPT, String(keys.length), ...keys, command, Buffer.concat(seen)];
}
