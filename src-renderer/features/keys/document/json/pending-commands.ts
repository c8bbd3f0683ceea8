import type { JsonExpected } from '../../../../../src-shared/contract/json-edits.ts';
import { formatJsonPath } from '../../../../../src-shared/json-path.ts';
import { isSecretName, withoutSecrets } from '../../../../../src-shared/json-secrets.ts';
import {
  fitsExpected,
  pathsOverlap,
  regionOf,
  resultOf,
} from '../../../../../src-shared/json-together.ts';
import { LIMITS } from '../../../../../src-shared/limits.ts';
import type { CommandChange, JsonChange, SetChange } from './json-change.ts';
import type { CommandWords } from './json-command.ts';
import type { PlacedCommand } from './path-edits.ts';

/** The pending changes of a document, for a command that joins them. */
export interface PendingJoin {
  /** Why it cannot, for `Cannot join the pending changes`; null when it can. */
  readonly reasonOf: (command: PlacedCommand) => NotPending | null;
  readonly add: (command: PlacedCommand) => void;
  readonly onSave: () => void;
  /** The amount of a pending JSON.NUMINCRBY of this path, which another one takes the place of. */
  readonly amountAt: (path: string) => string | null;
}

export interface NotPending {
  readonly reason: string;
  /** It can once the pending changes are saved. */
  readonly isAfterSave: boolean;
}

const regionOfChange = ({ steps, command }: JsonChange): string =>
  regionOf(steps, command?.edit ?? null);

/** The amount that a pending JSON.NUMINCRBY of this path adds; null where there is none. */
export function amountAt(changes: readonly JsonChange[], path: string): string | null {
  const edit = changes.find((change) => change.path === path)?.command?.edit;
  return edit?.kind === 'numincrby' ? edit.by : null;
}

/**
 * Why a command cannot join these changes: together they would not be the same as one after another, since one is in
 * the other or moves its index.
 */
export function whyNotPending(
  changes: readonly JsonChange[],
  { steps, edit, read }: PlacedCommand,
): NotPending | null {
  if (!fitsExpected(edit, read))
    return {
      reason:
        edit.kind === 'numincrby'
          ? 'The sum is beyond the 64 bits that RedisJSON keeps'
          : 'It does not fit the value that was read',
      isAfterSave: false,
    };
  const path = formatJsonPath(steps);
  const isAgain = edit.kind === 'numincrby' && amountAt(changes, path) !== null;
  if (changes.length >= LIMITS.jsonChanges && !isAgain)
    return { reason: `No more than ${LIMITS.jsonChanges} are saved together`, isAfterSave: true };
  const region = regionOf(steps, edit);
  const other = changes.find(
    (change) => !(isAgain && change.path === path) && pathsOverlap(regionOfChange(change), region),
  );
  if (other === undefined) return null;
  return {
    reason: `It would change or move ${other.path}, which is one of them. Save or revert that first`,
    isAfterSave: true,
  };
}

/** The pending change of a command; null where it cannot be one. */
export function commandChange({ steps, edit, words, read }: PlacedCommand): CommandChange | null {
  if (!fitsExpected(edit, read)) return null;
  const before = read.is === 'text' ? read.text : null;
  const made = before === null ? null : (resultOf(edit, before)?.after ?? null);
  const after = edit.kind === 'add' ? edit.value : made;
  const expected: JsonExpected = edit.kind === 'numincrby' ? { is: 'number' } : read;
  const shown = {
    before: before === null ? null : withoutSecrets(before),
    after: after === null ? null : withoutSecrets(after),
  };
  return {
    steps,
    path: formatJsonPath(steps),
    before,
    after,
    theirs: null,
    command: { edit, words, expected, shown },
  };
}

/** The same command on what somebody else has written there; null where it does not fit that. */
export function rebased({ steps, theirs, command }: CommandChange): CommandChange | null {
  if (theirs === null || theirs.is === 'gone') return null;
  const { edit, words } = command;
  const read: PlacedCommand['read'] =
    theirs.is === 'text' ? theirs : { is: 'size', kind: theirs.kind, size: theirs.size };
  return commandChange({ steps, edit, words, read });
}

/** What would be written over what somebody else has put there; null where a command has to be run on it. */
export function overwriting(change: JsonChange): SetChange | null {
  const { steps, path, theirs, after, command } = change;
  const isValue = command === null || command.edit.kind === 'add';
  if (!isValue || after === null || theirs?.is !== 'text') return null;
  return { steps, path, before: theirs.text, after, theirs: null, command: null };
}

/** The pending command that a change of this place would be in the way of. */
export function commandInTheWay(
  changes: readonly JsonChange[],
  path: string,
): CommandChange | null {
  for (const change of changes)
    if (change.command !== null && pathsOverlap(regionOfChange(change), path)) return change;
  return null;
}

/** The command of a change, as it will be run. */
export function wordsOfChange(change: JsonChange): CommandWords {
  return change.command === null ? ['JSON.SET', change.path, change.after] : change.command.words;
}

/** A value that is hidden by its name and was not written here: a command does not bring it to light. */
export function isHiddenChange({ steps, command }: JsonChange): boolean {
  const name = steps.at(-1);
  const isCommand = command !== null && command.edit.kind !== 'add';
  return isCommand && typeof name === 'string' && isSecretName(name);
}
