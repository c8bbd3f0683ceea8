import { Braces, Copy, FilePen, Pencil, Plus, Terminal, Undo2 } from 'lucide-react';
import { jsonPath } from '../../../../../src-shared/json-path.ts';
import {
  jsonKind,
  jsonSource,
  jsonString,
  type JsonText,
} from '../../../../../src-shared/json-text.ts';
import type { Client } from '../../../../client/client.ts';
import type { MenuEntry } from '../../../../ui/menu-entries.ts';
import { copyText } from '../copy-text.ts';
import { textLock, unwritable } from './json-editing.ts';
import { wholeCommand } from './json-command.ts';

interface RowMenuActions {
  readonly onEdit: (node: number) => void;
  readonly onEditText: (node: number) => void;
  readonly onIncrement: (node: number) => void;
  readonly onRevert: (path: string) => void;
  readonly isChanged: (node: number) => boolean;
  /** The edits that go to the server one by one. */
  readonly pathMenu: (node: number) => readonly MenuEntry[];
}

export interface RowMenuTarget {
  readonly client: Client;
  readonly json: JsonText;
  readonly node: number;
  /** null for a result whose rows are no paths of the key. */
  readonly keyName: Uint8Array | null;
  readonly actions: RowMenuActions | null;
}

/** What a value says: the text of a string, JSON of anything else. */
export function plainValue(json: JsonText, node: number): string {
  return jsonKind(json, node) === 'string' ? jsonString(json, node) : jsonSource(json, node);
}

function copyEntries({ client, json, node, keyName }: RowMenuTarget): MenuEntry[] {
  const source = jsonSource(json, node);
  const entries: MenuEntry[] = [
    {
      label: 'Copy value',
      icon: Copy,
      keys: 'mod+c',
      onSelect: () => void copyText(client, plainValue(json, node), 'the value'),
    },
    {
      label: 'Copy as JSON',
      icon: Braces,
      onSelect: () => void copyText(client, source, 'the value as JSON'),
    },
  ];
  if (keyName === null) return entries;
  const path = jsonPath(json, node);
  return [
    ...entries,
    { label: 'Copy path', icon: Copy, onSelect: () => void copyText(client, path, path) },
    {
      label: 'Copy as redis-cli',
      icon: Terminal,
      onSelect: () => void copyText(client, wholeCommand('JSON.GET', keyName, path), 'the command'),
    },
  ];
}

/** Open, copy, change, in this order, as menus have it. */
export function jsonRowMenu(target: RowMenuTarget): readonly MenuEntry[] {
  const { json, node, actions } = target;
  const copies = copyEntries(target);
  if (actions === null) return copies;
  const hasMembers = (json.sizes[node] ?? 0) > 0;
  const inPlace = hasMembers ? [] : editEntries(target, actions);
  const asText: MenuEntry = {
    label: 'Edit as text…',
    icon: FilePen,
    keys: hasMembers ? 'F2' : undefined,
    disabledReason: textLock(json, node),
    onSelect: () => {
      actions.onEditText(node);
    },
  };
  const revert = revertEntry(target, actions);
  return [...copies, { kind: 'separator' }, ...inPlace, asText, revert, ...actions.pathMenu(node)];
}

function editEntries({ json, node }: RowMenuTarget, actions: RowMenuActions): MenuEntry[] {
  return [
    {
      label: 'Edit value',
      icon: Pencil,
      keys: 'F2',
      disabledReason: unwritable(json, node) === null ? null : 'RedisJSON cannot write here',
      onSelect: () => {
        actions.onEdit(node);
      },
    },
    {
      label: 'Increment',
      icon: Plus,
      keys: '+',
      disabledReason: jsonKind(json, node) === 'number' ? null : 'not a number',
      onSelect: () => {
        actions.onIncrement(node);
      },
    },
  ];
}

function revertEntry({ json, node }: RowMenuTarget, actions: RowMenuActions): MenuEntry {
  return {
    label: 'Revert this change',
    icon: Undo2,
    disabledReason: actions.isChanged(node) ? null : 'not changed',
    onSelect: () => {
      actions.onRevert(jsonPath(json, node));
    },
  };
}
