import { isWritablePath, jsonPath, jsonSteps } from '../../../../../src-shared/json-path.ts';
import type { JsonText } from '../../../../../src-shared/json-text.ts';
import { toasts } from '../../../../ui/toast-store.ts';
import { jsonSource } from '../../../../../src-shared/json-text.ts';
import type { JsonDocument, JsonDocumentOptions } from './json-store.ts';
import { patchReady } from './json-store.ts';
import { beginEdit, type EditKind, makeChange, readEdit, switchKind } from './json-change.ts';

/** Why a value cannot be written where it stands; null when it can. */
export function unwritable(json: JsonText, node: number): string | null {
  if (isWritablePath(jsonSteps(json, node))) return null;
  return 'RedisJSON cannot write at a name with a backslash, with both kinds of quotes, or with a space in front';
}

/** Whether it can be written; says why where it cannot. */
export function sayIfWritable(json: JsonText, node: number): boolean {
  const reason = unwritable(json, node);
  if (reason !== null)
    toasts.show({ tone: 'info', message: `Not editable: ${jsonPath(json, node)}`, detail: reason });
  return reason === null;
}

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

  return {
    begin: (node: number): void => {
      const state = store.getState();
      if (state.status !== 'ready' || (state.json.sizes[node] ?? 0) > 0) return;
      if (!sayIfWritable(state.json, node)) return;
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
