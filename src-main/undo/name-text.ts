import type { EditCommand } from '../../src-shared/edit-commands.ts';
import { escapeBytes, quoteArgument } from '../../src-shared/redis-value.ts';

const LONGEST = 80;

function shorten(text: string): string {
  return text.length <= LONGEST
    ? text
    : `${text.slice(0, LONGEST / 2)}…${text.slice(1 - LONGEST / 2)}`;
}

/** A key's name in a title. */
export const titleName = (name: Uint8Array): string => shorten(escapeBytes(name));

/** A command as shown in a ticket: what is long is shortened, so it is to be read, not to be run. */
export function commandText(command: string, ...args: readonly (Uint8Array | string)[]): string {
  const words = args.map((arg) =>
    shorten(quoteArgument(typeof arg === 'string' ? Buffer.from(arg) : arg)),
  );
  return [command, ...words].join(' ');
}

/** The same of the command of an edit. */
export const shortCommand = ([name, ...args]: EditCommand): string =>
  commandText(name.toUpperCase(), ...args);
