import type { JsonCommand } from '../../../../../src-shared/contract/json-edits.ts';
import { formatJsonPath } from '../../../../../src-shared/json-path.ts';
import {
  type CommandResult,
  pathsOverlap,
  regionOf,
  resultOf,
} from '../../../../../src-shared/json-together.ts';
import { LIMITS } from '../../../../../src-shared/limits.ts';
import { isSecretName } from '../value/secret-names.ts';
import type { CommandChange, JsonChange } from './json-change.ts';
import type { CommandWords } from './json-command.ts';
import { withoutSecrets } from './json-secrets.ts';
import type { JsonPlace } from './path-edits.ts';

/** What a command is, and where: it is run by itself, or joins the pending changes. */
export interface PlacedCommand {
  readonly place: JsonPlace;
  readonly edit: JsonCommand;
  readonly words: CommandWords;
}

/** The pending changes of a document, for a command that may join them. */
export interface PendingJoin {
  /** Why it cannot, for `Cannot join the pending changes`; null when it can. */
  readonly reasonOf: (command: PlacedCommand) => NotPending | null;
  readonly add: (command: PlacedCommand) => void;
  readonly onSave: () => void;
}

export interface NotPending {
  readonly reason: string;
  /** It can once the pending changes are saved. */
  readonly isAfterSave: boolean;
}

const regionOfChange = ({ steps, command }: JsonChange): string =>
  regionOf(steps, command?.edit ?? null);

/**
 * Why a command cannot join these changes: together they would not be the same as one after another, since one is in
 * the other or moves its index.
 */
export function whyNotPending(
  changes: readonly JsonChange[],
  { place, edit }: PlacedCommand,
): NotPending | null {
  if (place.expected.is !== 'text')
    return { reason: 'The value was not read whole', isAfterSave: false };
  if (resultOf(edit, place.expected.text) === null)
    return { reason: 'It does not fit the value that was read', isAfterSave: false };
  if (changes.length >= LIMITS.jsonChanges)
    return { reason: `No more than ${LIMITS.jsonChanges} are saved together`, isAfterSave: true };
  const region = regionOf(place.steps, edit);
  const other = changes.find((change) => pathsOverlap(regionOfChange(change), region));
  if (other === undefined) return null;
  return {
    reason: `It would change or move ${other.path}, which is one of them. Save or revert that first`,
    isAfterSave: true,
  };
}

const shownOf = (before: string, { after }: CommandResult): CommandChange['command']['shown'] => ({
  before: withoutSecrets(before),
  after: after === null ? null : withoutSecrets(after),
});

/** The pending change of a command; null where it cannot be one. */
export function commandChange({ place, edit, words }: PlacedCommand): CommandChange | null {
  if (place.expected.is !== 'text') return null;
  const before = place.expected.text;
  const result = resultOf(edit, before);
  if (result === null) return null;
  const path = formatJsonPath(place.steps);
  return {
    steps: place.steps,
    path,
    before,
    after: result.after,
    theirs: null,
    command: { edit, words, shown: shownOf(before, result) },
  };
}

/** The same command on what somebody else has written there; null where it does not fit that. */
export function rebased(change: CommandChange): CommandChange | null {
  const text = change.theirs?.text ?? null;
  const result = text === null ? null : resultOf(change.command.edit, text);
  if (text === null || result === null) return null;
  const command = { ...change.command, shown: shownOf(text, result) };
  return { ...change, before: text, after: result.after, theirs: null, command };
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
  return command !== null && typeof name === 'string' && isSecretName(name);
}
