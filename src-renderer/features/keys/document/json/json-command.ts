import { quoteArgument, toBytes } from '../../../../../src-shared/redis-value.ts';

const LONG_ARGUMENT = 160;

function shortened(argument: string): string {
  return argument.length > LONG_ARGUMENT ? `${argument.slice(0, LONG_ARGUMENT)}…` : argument;
}

/** A command as redis-cli takes it, for show: long arguments are cut. */
export function showCommand(name: string, key: Uint8Array, ...rest: readonly string[]): string {
  // Quoting does not shorten: no more than what is shown has to be quoted.
  const args = rest.map((text) => quoteArgument(toBytes(text.slice(0, LONG_ARGUMENT + 1))));
  return [name, ...[quoteArgument(key), ...args].map(shortened)].join(' ');
}

/** The same whole, to be pasted. */
export function wholeCommand(name: string, key: Uint8Array, ...rest: readonly string[]): string {
  return [name, quoteArgument(key), ...rest.map((text) => quoteArgument(toBytes(text)))].join(' ');
}

/** A command's name, and what follows the key. */
export type CommandWords = readonly [name: string, ...rest: string[]];
