import { quoteArgument, toBytes } from '../../src-shared/redis-value.ts';
import type { Argument } from '../redis/commands.ts';
import type { Part } from './part.ts';
import { partCalls } from './part-calls.ts';

function wordOf(arg: Argument): string {
  return quoteArgument(arg instanceof Uint8Array ? arg : toBytes(String(arg)));
}

/** The commands that make a page of a key, one a line, as redis-cli takes them. */
export function commandLines(part: Part, isFirst: boolean): string {
  return partCalls(part, isFirst)
    .map(([name, ...args]) => `${[name.toUpperCase(), ...args.map(wordOf)].join(' ')}\n`)
    .join('');
}

/** Behind the last page of a key. */
export function expiryLine({ key, expiry }: Part): string {
  return expiry === null || 'inMs' in expiry
    ? ''
    : `PEXPIREAT ${quoteArgument(key)} ${expiry.atMs}\n`;
}
