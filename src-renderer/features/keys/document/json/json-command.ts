import { quoteArgument, toBytes } from '../../../../../src-shared/redis-value.ts';

const LONG_ARGUMENT = 160;

function shortened(argument: string): string {
  return argument.length > LONG_ARGUMENT ? `${argument.slice(0, LONG_ARGUMENT)}…` : argument;
}

/** A command as redis-cli takes it, for show: long arguments are cut. */
export function showCommand(name: string, key: Uint8Array, ...rest: readonly string[]): string {
  const args = [quoteArgument(key), ...rest.map((text) => quoteArgument(toBytes(text)))];
  return [name, ...args.map(shortened)].join(' ');
}

/** The same whole, to be pasted. */
export function wholeCommand(name: string, key: Uint8Array, ...rest: readonly string[]): string {
  return [name, quoteArgument(key), ...rest.map((text) => quoteArgument(toBytes(text)))].join(' ');
}

/** A command's name, and what follows the key. */
export type CommandWords = readonly [name: string, ...rest: string[]];
