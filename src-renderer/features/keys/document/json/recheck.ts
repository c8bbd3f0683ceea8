import type { JsonNow } from '../../../../../src-shared/contract/json-edits.ts';
import { findJsonNode } from '../../../../../src-shared/json-path.ts';
import {
  jsonKind,
  jsonSource,
  jsonString,
  type JsonText,
  parseJsonText,
} from '../../../../../src-shared/json-text.ts';
import { toBytes } from '../../../../../src-shared/redis-value.ts';
import type { JsonChange } from './json-change.ts';
import { rebased } from './pending-commands.ts';

type Sized = Extract<JsonNow, { readonly is: 'size' }>;

/** A value of a text by its kind and size; null of one that is always small. */
function measured(json: JsonText, node: number): Sized | null {
  const kind = jsonKind(json, node);
  if (kind !== 'object' && kind !== 'array' && kind !== 'string') return null;
  const size = kind === 'string' ? toBytes(jsonString(json, node)).length : json.sizes[node];
  return { is: 'size', kind, size: size ?? 0, bytes: 0 };
}

function sizeOf(now: JsonNow): Sized | null {
  if (now.is !== 'text') return now.is === 'size' ? now : null;
  const parsed = parseJsonText(now.text);
  return parsed.ok ? measured(parsed.json, 0) : null;
}

function isAsRead({ before, command }: JsonChange, now: JsonNow): boolean {
  const expected = command?.expected;
  if (expected?.is === 'nothing') return now.is === 'gone';
  if (expected?.is !== 'size') return now.is === 'text' && now.text === before;
  const size = sizeOf(now);
  return size?.kind === expected.kind && size.size === expected.size;
}

/** Whether somebody else has done the same. */
function isDone({ after, command }: JsonChange, now: JsonNow): boolean {
  if (command?.edit.kind === 'delete') return now.is === 'gone';
  return now.is === 'text' && now.text === after;
}

/** A change against what is there now: a conflict where that is not what was read; null: there is nothing left to do. */
function recheck(change: JsonChange, now: JsonNow): JsonChange | null {
  if (isAsRead(change, now)) return change.theirs === null ? change : { ...change, theirs: null };
  const clashing: JsonChange = { ...change, theirs: now };
  // An amount is added to whatever number is there: what is shown of it goes along.
  if (clashing.command !== null && clashing.command.edit.kind === 'numincrby')
    return rebased(clashing) ?? clashing;
  return isDone(change, now) ? null : clashing;
}

/** Changes against a newer state of the whole document. */
export function recheckChanges(
  json: JsonText,
  changes: readonly JsonChange[],
): readonly JsonChange[] {
  return changes.flatMap((change) => {
    const node = findJsonNode(json, change.steps);
    const sized = change.command?.expected.is === 'size' && node !== null;
    const now: JsonNow =
      node === null
        ? { is: 'gone' }
        : ((sized ? measured(json, node) : null) ?? { is: 'text', text: jsonSource(json, node) });
    return recheck(change, now) ?? [];
  });
}

/** Changes against what is at their places, in the order of `asked`; what was not asked for stays as it is. */
export function recheckPlaces(
  changes: readonly JsonChange[],
  asked: readonly JsonChange[],
  places: readonly JsonNow[],
): readonly JsonChange[] {
  const found = new Map(asked.map((change, index) => [change, places[index]]));
  return changes.flatMap((change) => {
    const now = found.get(change);
    return now === undefined ? change : (recheck(change, now) ?? []);
  });
}
