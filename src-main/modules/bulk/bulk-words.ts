import type { BulkAction } from '../../../src-shared/contract/bulk.ts';
import type { KeySelection } from '../../../src-shared/contract/keys.ts';
import { assertNever } from '../../../src-shared/result.ts';
import type { NameSet } from '../../scan/name-set.ts';
import { commandText, titleName } from '../../undo/name-text.ts';
import { renamed } from './rename-change.ts';

const NAMES_IN_COMMAND = 3;

/** "1,204 keys". */
export const countText = (count: number): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? 'key' : 'keys'}`;

/** How keys are changed. `alone`: without an undo; else each only if it is as it was kept for that. */
interface Sending {
  readonly remove: 'unlink' | 'del';
  readonly way: 'scripts' | 'transactions' | 'alone';
}

const ifUnchanged = (name: string): string => `EVAL (${name} if unchanged)`;

function removalText(names: NameSet, { remove, way }: Sending): string {
  const name = remove.toUpperCase();
  const all = (command: string): string =>
    andMore(
      commandText(command, ...names.slice(0, NAMES_IN_COMMAND)),
      names.size - NAMES_IN_COMMAND,
    );
  if (way === 'scripts') return all(ifUnchanged(name));
  return way === 'transactions' ? `WATCH, MULTI, ${all(name)}, EXEC` : all(name);
}

/** What runs, shortened: to be read, not to be run. */
export function commandOf(action: BulkAction, names: NameSet, sending: Sending): string {
  const first = names.at(0);
  const sent = (name: string): string => (sending.way === 'scripts' ? ifUnchanged(name) : name);
  switch (action.kind) {
    case 'delete':
      return removalText(names, sending);
    case 'expire': {
      const text =
        action.ttlMs === null
          ? commandText(sent('PERSIST'), first)
          : commandText(sent('PEXPIREAT'), first, `now+${action.ttlMs}`);
      return andMore(text, names.size - 1);
    }
    case 'expireAt':
      return andMore(commandText(sent('PEXPIREAT'), first, String(action.atMs)), names.size - 1);
    case 'rename': {
      const to = renamed(first, action.from, action.to) ?? action.to;
      return andMore(commandText('RENAMENX', first, to), names.size - 1);
    }
    case 'copy': {
      const words = commandText('RESTORE', first);
      const options = action.replace ? 'ttl dump ABSTTL REPLACE' : 'ttl dump ABSTTL';
      return andMore(`${words} ${options}`, names.size - 1);
    }
    default:
      return assertNever(action);
  }
}

const andMore = (text: string, more: number): string =>
  more > 0 ? `${text} … and ${more.toLocaleString('en-US')} more` : text;

/** The job's title: "Delete 1,204 keys". */
export function jobTitle(action: BulkAction, count: number): string {
  const keys = countText(count);
  switch (action.kind) {
    case 'delete':
      return `Delete ${keys}`;
    case 'expire':
      return action.ttlMs === null ? `Remove the TTL of ${keys}` : `Set the TTL of ${keys}`;
    case 'expireAt':
      return `Set the TTL of ${keys}`;
    case 'rename':
      return `Rename ${keys} from ${titleName(action.from)} to ${titleName(action.to)}`;
    case 'copy':
      return `Copy ${keys}`;
    default:
      return assertNever(action);
  }
}

/** The ticket's title; null: told by the number of keys that were deleted. */
export function ticketTitle(
  action: BulkAction,
  selection: KeySelection,
  names: NameSet,
): string | null {
  const what =
    names.size === 1
      ? titleName(names.at(0))
      : selection.kind === 'pattern'
        ? `keys like ${titleName(selection.match)}${selection.prefix === null ? '' : ` in ${titleName(selection.prefix)}`}`
        : countText(names.size);
  switch (action.kind) {
    case 'delete':
      return names.size === 1 ? `Deleted ${what}` : null;
    case 'expire':
      return action.ttlMs === null ? `Removed the TTL of ${what}` : `Changed the TTL of ${what}`;
    case 'expireAt':
      return `Changed the TTL of ${what}`;
    case 'rename':
      return `Renamed ${titleName(action.from)}… to ${titleName(action.to)}…`;
    case 'copy':
      return `Copied ${what} to this server`;
    default:
      return assertNever(action);
  }
}
