import type { ReadCall } from '../../redis/clients.ts';
import type { ReadCommand } from '../../redis/commands.ts';

/** Types that tell their length at no cost. */
const LENGTH_COMMANDS: ReadonlyMap<string, ReadCommand> = new Map<string, ReadCommand>([
  ['string', 'strlen'],
  ['hash', 'hlen'],
  ['list', 'llen'],
  ['set', 'scard'],
  ['zset', 'zcard'],
  ['stream', 'xlen'],
  ['vectorset', 'vcard'],
]);

/** All of them, for a key whose type is not known. */
export const lengthCalls = (
  key: Uint8Array,
): readonly { readonly type: string; readonly call: ReadCall }[] =>
  Array.from(LENGTH_COMMANDS, ([type, command]) => ({ type, call: [command, key] }));

/** null for types without one cheap length. */
export function lengthCall(type: string, key: Uint8Array): ReadCall | null {
  const command = LENGTH_COMMANDS.get(type);
  return command === undefined ? null : [command, key];
}
