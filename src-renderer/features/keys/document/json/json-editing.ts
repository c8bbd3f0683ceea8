import {
  findJsonNode,
  formatJsonPath,
  isWritablePath,
  jsonPath,
  type JsonSteps,
  jsonSteps,
} from '../../../../../src-shared/json-path.ts';
import { jsonSource, type JsonText, parseJsonText } from '../../../../../src-shared/json-text.ts';
import { pathsOverlap } from '../../../../../src-shared/json-together.ts';
import type { JsonNow } from '../../../../../src-shared/contract/json-edits.ts';
import { LIMITS } from '../../../../../src-shared/limits.ts';
import { toasts } from '../../../../ui/toast-store.ts';
import type { JsonDocument, JsonDocumentOptions } from './json-store.ts';
import { patchReady } from './json-store.ts';
import {
  beginEdit,
  type EditKind,
  type JsonChange,
  makeChange,
  readEdit,
  type SetChange,
  switchKind,
} from './json-change.ts';
import { compactJson, prettyJson } from './json-layout.ts';
import { commandChange, commandInTheWay, whyNotPending } from './pending-commands.ts';
import type { PlacedCommand } from './path-edits.ts';

function unwritableAt(steps: JsonSteps): string | null {
  if (isWritablePath(steps)) return null;
  return 'RedisJSON cannot write at a name with a backslash, with both kinds of quotes, or with a space in front';
}

/** Why a value cannot be written where it stands; null when it can. */
export const unwritable = (json: JsonText, node: number): string | null =>
  unwritableAt(jsonSteps(json, node));

/** Whether it can be written; says why where it cannot. */
export function sayIfWritable(steps: JsonSteps): boolean {
  const reason = unwritableAt(steps);
  const message = `Not editable: ${formatJsonPath(steps)}`;
  if (reason !== null) toasts.show({ tone: 'info', message, detail: reason });
  return reason === null;
}

/** Why a value is not edited as text; null when it is. */
export function textLock(json: JsonText, node: number): string | null {
  const size = (json.ends[node] ?? 0) - (json.starts[node] ?? 0);
  if (size > LIMITS.jsonAutoBytes) return 'above 1 MB';
  return unwritable(json, node) === null ? null : 'RedisJSON cannot write here';
}

/** A value whose text is being written. */
export interface OpenText {
  readonly steps: JsonSteps;
  readonly path: string;
  /** Its source text as it was read: saving expects to find it. */
  readonly before: string;
  /** What the field begins with. */
  readonly text: string;
}

/** A value as it was read: a node of the document, or of what was read of it, and its place in the document. */
export interface ReadValue {
  readonly json: JsonText;
  readonly node: number;
  readonly steps: JsonSteps;
}

export const valueAt = (json: JsonText, node: number): ReadValue => ({
  json,
  node,
  steps: jsonSteps(json, node),
});

interface PlacedChange {
  readonly change: SetChange;
  readonly node: number;
}

/** The values set inside a value, from the last to the first: each can be put in its place without moving the others. */
function changesInside(
  { json, node, steps }: ReadValue,
  changes: readonly JsonChange[],
): readonly PlacedChange[] {
  const path = formatJsonPath(steps);
  return changes
    .flatMap((change) => {
      if (change.command !== null || !isInside(change.path, path)) return [];
      const at = findJsonNode(json, change.steps.slice(steps.length), node);
      return at === null ? [] : [{ change, node: at }];
    })
    .sort((one, other) => other.node - one.node);
}

const isInside = (path: string, around: string): boolean =>
  path.length > around.length && pathsOverlap(path, around);

/** Editing in place: what is written is a pending change from the first character on that makes sense. */
export function createJsonEditing(document: JsonDocument, { drafts, key }: JsonDocumentOptions) {
  const { store } = document;

  const apply = (kind: EditKind, text: string): void => {
    const state = store.getState();
    if (state.status !== 'ready' || state.edit === null) return;
    const { node, previous } = state.edit;
    const read = readEdit(kind, text);
    patchReady(store, {
      edit: { node, previous, kind, text, error: read.ok ? null : read.error },
    });
    if (!read.ok) return;
    const change = makeChange(state.json, node, read.source);
    if (change === null) drafts.drop(key, jsonPath(state.json, node));
    else drafts.put(key, { ...change, theirs: previous?.theirs ?? null });
  };

  /** Whether a change here would be a change of its own; says why where it would not. */
  const sayIfFree = (steps: JsonSteps): boolean => {
    if (!sayIfWritable(steps)) return false;
    const path = formatJsonPath(steps);
    const changes = drafts.of(key);
    const command = commandInTheWay(changes, path);
    if (command !== null) {
      toasts.show({
        tone: 'info',
        message: `${command.path} has a pending ${command.command.words[0]}`,
        detail: 'Save or revert it first: it changes or moves this value',
      });
      return false;
    }
    const around = changes.find((change) => isInside(path, change.path));
    // In the pending change of what the value is in, it would be lost.
    if (around !== undefined)
      toasts.show({
        tone: 'info',
        message: `${around.path} has a pending change`,
        detail: 'Edit it as text, or revert it first: this value is inside it',
      });
    return around === undefined;
  };

  return {
    /** A value as the text that is edited, pending changes in it included; null where it cannot be edited. */
    openText: (value: ReadValue): OpenText | null => {
      const { json, node, steps } = value;
      if (!sayIfFree(steps)) return null;
      const path = formatJsonPath(steps);
      const before = jsonSource(json, node);
      const changes = drafts.of(key);
      const own = changes.find((one) => one.path === path);
      const inside = changesInside(value, changes);
      if (inside.some(({ change }) => change.theirs !== null)) {
        toasts.show({
          tone: 'info',
          message: `Not editable: ${path}`,
          detail: 'A value inside it was changed by somebody else: resolve that first',
        });
        return null;
      }
      let source = own?.after ?? before;
      if (own === undefined)
        for (const { change, node: at } of inside) {
          const from = (json.starts[at] ?? 0) - (json.starts[node] ?? 0);
          const to = (json.ends[at] ?? 0) - (json.starts[node] ?? 0);
          source = source.slice(0, from) + change.after + source.slice(to);
        }
      const parsed = parseJsonText(source);
      const text = parsed.ok ? prettyJson(parsed.json) : source;
      return { steps, path, before: own?.before ?? before, text };
    },
    /** Takes a valid text as the pending change of the value, in the place of those inside it. */
    putText: ({ steps, path, before }: OpenText, text: string): void => {
      const state = store.getState();
      drafts.set(
        key,
        drafts.of(key).filter((one) => one.path !== path && !isInside(one.path, path)),
      );
      const after = compactJson(text);
      // The document may have been read again while the text was written.
      const node = state.status === 'ready' ? findJsonNode(state.json, steps) : null;
      const now =
        state.status !== 'ready' ? before : node === null ? null : jsonSource(state.json, node);
      const theirs: JsonNow = now === null ? { is: 'gone' } : { is: 'text', text: now };
      if (after !== now)
        drafts.put(key, {
          steps,
          path,
          before,
          after,
          theirs: now === before ? null : theirs,
          command: null,
        });
      patchReady(store, { edit: null });
    },
    /** Takes a command as a pending change, where nothing is in its way. */
    addCommand: (command: PlacedCommand): void => {
      if (whyNotPending(drafts.of(key), command) !== null) return;
      const change = commandChange(command);
      if (change !== null) drafts.put(key, change);
    },
    begin: (node: number): void => {
      const state = store.getState();
      if (state.status !== 'ready' || (state.json.sizes[node] ?? 0) > 0) return;
      if (!sayIfFree(jsonSteps(state.json, node))) return;
      const path = jsonPath(state.json, node);
      const previous = drafts.of(key).find((change) => change.path === path) ?? null;
      const source = previous?.after ?? jsonSource(state.json, node);
      patchReady(store, {
        active: node,
        edit: { node, ...beginEdit(source), error: null, previous },
      });
    },
    write: (text: string): void => {
      const state = store.getState();
      if (state.status === 'ready' && state.edit !== null) apply(state.edit.kind, text);
    },
    switchTo: (kind: EditKind): void => {
      const state = store.getState();
      if (state.status === 'ready' && state.edit !== null)
        apply(kind, switchKind(state.edit, kind));
    },
    /** Closes the field; what it says stays as a pending change. A text that makes no sense keeps it open. */
    finish: (): boolean => {
      const state = store.getState();
      if (state.status !== 'ready' || state.edit === null) return true;
      if (state.edit.error !== null) return false;
      patchReady(store, { edit: null });
      return true;
    },
    /** Closes the field and goes back to what was before it. */
    cancel: (): void => {
      const state = store.getState();
      if (state.status !== 'ready' || state.edit === null) return;
      const { node, previous } = state.edit;
      if (previous === null) drafts.drop(key, jsonPath(state.json, node));
      else drafts.put(key, previous);
      patchReady(store, { edit: null });
    },
    /** Takes one pending change back. */
    revert: (path: string): void => {
      const state = store.getState();
      drafts.drop(key, path);
      if (state.status === 'ready' && state.edit !== null)
        if (jsonPath(state.json, state.edit.node) === path) patchReady(store, { edit: null });
    },
    discard: (): void => {
      drafts.set(key, []);
      patchReady(store, { edit: null });
    },
  };
}

export type JsonEditing = ReturnType<typeof createJsonEditing>;
