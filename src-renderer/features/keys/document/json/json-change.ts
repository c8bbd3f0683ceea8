import type {
  JsonCommand,
  JsonExpected,
  JsonNow,
} from '../../../../../src-shared/contract/json-edits.ts';
import { isJsonNumber } from '../../../../../src-shared/json-number.ts';
import {
  formatJsonPath,
  jsonSteps,
  type JsonSteps,
  findJsonNode,
} from '../../../../../src-shared/json-path.ts';
import {
  jsonKind,
  type JsonKind,
  jsonSource,
  jsonString,
  type JsonText,
  parseJsonText,
} from '../../../../../src-shared/json-text.ts';
import type { CommandWords } from './json-command.ts';
import { storedNumber } from './number-text.ts';

interface ChangedPlace {
  readonly steps: JsonSteps;
  readonly path: string;
  /** Somebody else changed it meanwhile, to this. */
  readonly theirs: JsonNow | null;
}

/** A value that is set to another. */
export interface SetChange extends ChangedPlace {
  /** Its source text as it was read: saving expects to find it. */
  readonly before: string;
  readonly after: string;
  readonly command: null;
}

/** A value that another command changes. */
export interface CommandChange extends ChangedPlace {
  /** Its source text as it was read; null: there is nothing yet, or it was not read whole. */
  readonly before: string | null;
  /** What it will be; null: it is deleted, or what it was is not known. */
  readonly after: string | null;
  readonly command: {
    readonly edit: JsonCommand;
    readonly words: CommandWords;
    /** What saving expects to find. */
    readonly expected: JsonExpected;
    /** Before and after without what is hidden by its name: nobody asked to see that. */
    readonly shown: { readonly before: string | null; readonly after: string | null };
  };
}

/** A value that was changed here and not yet saved. */
export type JsonChange = SetChange | CommandChange;

/** The value as it was, for show. */
export const shownBefore = ({ before, command }: JsonChange): string | null =>
  command === null ? before : command.shown.before;

/** The value as it will be, for show; null: it is deleted, or not known. */
export const shownAfter = (change: JsonChange): string | null =>
  change.command === null ? change.after : change.command.shown.after;

/** Whether the value goes. */
export const deletes = ({ command }: JsonChange): boolean => command?.edit.kind === 'delete';

/** What a value is edited as: its kind, or as JSON of any kind. */
export type EditKind = 'string' | 'number' | 'boolean' | 'null' | 'json';

export interface JsonEdit {
  readonly node: number;
  readonly kind: EditKind;
  readonly text: string;
  /** What is accepted instead. */
  readonly error: string | null;
  /** The change as it was before this edit began; Esc goes back to it. */
  readonly previous: JsonChange | null;
}

// A line break or a control character has no place in a one-line field: such a string is edited as JSON.
// eslint-disable-next-line no-control-regex
const unfit = /[\u0000-\u001f\u007f]|\p{Cs}/u;

function editKindOf(kind: JsonKind, text: string): EditKind {
  if (kind === 'object' || kind === 'array') return 'json';
  return kind === 'string' && unfit.test(text) ? 'json' : kind;
}

/** The field of an edit that begins with this source text. */
export function beginEdit(source: string): Pick<JsonEdit, 'kind' | 'text'> {
  const parsed = parseJsonText(source);
  if (!parsed.ok) return { kind: 'json', text: source };
  const kind = jsonKind(parsed.json, 0);
  const text = kind === 'string' ? jsonString(parsed.json, 0) : source.trim();
  const editKind = editKindOf(kind, text);
  return { kind: editKind, text: editKind === 'json' ? source.trim() : text };
}

/** The field when another kind is chosen: as much of the text as fits the kind. */
export function switchKind(from: Pick<JsonEdit, 'kind' | 'text'>, kind: EditKind): string {
  const source = from.kind === 'json' ? from.text : toJsonSource(from.kind, from.text);
  if (kind === 'json') return source ?? from.text;
  if (kind === 'boolean') return from.text === 'true' ? 'true' : 'false';
  if (kind === 'null') return 'null';
  const begun = source === null ? from : beginEdit(source);
  return begun.kind === 'null' ? '' : begun.text;
}

function toJsonSource(kind: EditKind, text: string): string | null {
  if (kind === 'string') return JSON.stringify(text);
  if (kind === 'number') return isJsonNumber(text.trim()) ? text.trim() : null;
  if (kind === 'json') return parseJsonText(text).ok ? text.trim() : null;
  return text;
}

/** The JSON that a field says, or what is accepted instead. */
export function readEdit(
  kind: EditKind,
  text: string,
): { readonly ok: true; readonly source: string } | { readonly ok: false; readonly error: string } {
  const source = toJsonSource(kind, text);
  if (kind === 'number') {
    if (source === null)
      return { ok: false, error: 'Write a number as JSON has it: 1149, -0.5, 1e6' };
    if (storedNumber(source).kind === 'outOfRange')
      return { ok: false, error: 'RedisJSON holds no number beyond 1.8e308' };
  }
  if (source !== null) return { ok: true, source };
  const parsed = parseJsonText(text);
  const error = parsed.ok
    ? 'Not JSON'
    : `${parsed.error.message}, at character ${parsed.error.offset + 1}`;
  return { ok: false, error };
}

/** The change from what was read to this source; null when it is the same again. */
export function makeChange(json: JsonText, node: number, after: string): SetChange | null {
  const before = jsonSource(json, node);
  if (before === after) return null;
  const steps = jsonSteps(json, node);
  return { steps, path: formatJsonPath(steps), before, after, theirs: null, command: null };
}

/** What json.get answers for the path: an array of its matches, but the document itself for `$`. */
export function answerText(path: string, source: string): string {
  return path === '$' ? source : `[${source}]`;
}

/** A change by the node it is shown at. */
export function changesByNode(
  json: JsonText,
  changes: readonly JsonChange[],
): ReadonlyMap<number, JsonChange> {
  const found = new Map<number, JsonChange>();
  for (const change of changes) {
    const node = findJsonNode(json, change.steps);
    if (node !== null) found.set(node, change);
  }
  return found;
}
