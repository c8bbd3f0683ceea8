import { Copy, Eye, ListFilter, Pencil, Plus, Terminal, Undo2 } from 'lucide-react';
import type { OpenConnection } from '../../../../../src-shared/contract/connections.ts';
import {
  formatJsonPath,
  isAddressable,
  isWritablePath,
} from '../../../../../src-shared/json-path.ts';
import { parseJsonText } from '../../../../../src-shared/json-text.ts';
import type { Client } from '../../../../client/client.ts';
import type { MenuEntry } from '../../../../ui/menu-entries.ts';
import { copyText } from '../copy-text.ts';
import { wholeCommand } from './json-command.ts';
import { plainValue } from './json-row-menu.ts';
import type { ValueRow } from './level-rows.ts';
import type { JsonPlace } from './path-edits.ts';
import { pathMenu } from './path-menu.ts';
import { noMerge, type PathChoice } from './PathDialogs.tsx';

export interface LevelMenuOptions {
  readonly client: Client;
  readonly connection: OpenConnection;
  readonly keyName: Uint8Array;
  readonly onChoose: (choice: PathChoice) => void;
  /** The value as text, read whole where it was not. */
  readonly onEdit: (row: ValueRow) => void;
  readonly onIncrement: (row: ValueRow) => void;
  /** Takes its pending change back; null where it has none. */
  readonly onRevert: (() => void) | null;
  /** Reads what is at the path, in the field of the toolbar. */
  readonly onRead: (path: string) => void;
  /** Shows a secret; null where nothing is hidden. */
  readonly onShow: (() => void) | null;
}

export function placeOfRow({ child, steps }: ValueRow): JsonPlace | null {
  const { kind, size, text } = child;
  if (kind === null) return null;
  if (kind === 'object' || kind === 'array')
    return { steps, kind, size: size ?? 0, expected: { is: 'size', kind, size: size ?? 0 } };
  if (text !== null) return { steps, kind, size: 0, expected: { is: 'text', text } };
  // A string that is too long for its row is compared by its length.
  if (kind !== 'string' || size === null) return null;
  return { steps, kind, size: 0, expected: { is: 'size', kind, size } };
}

/** The text of a string, JSON of anything else. */
function plainText(text: string): string {
  const parsed = parseJsonText(text);
  return parsed.ok ? plainValue(parsed.json, 0) : text;
}

/** Open, copy, change, in this order. */
export function levelMenu(row: ValueRow, options: LevelMenuOptions): readonly MenuEntry[] {
  const { client, connection, keyName, onChoose, onEdit, onIncrement, onRead, onShow, onRevert } =
    options;
  const { child, steps } = row;
  const path = formatJsonPath(steps);
  const { text } = child;
  const entries: MenuEntry[] = [];
  if (onShow !== null) entries.push({ label: 'Show value', icon: Eye, onSelect: onShow });
  if (isAddressable(steps) && steps.length > 0)
    entries.push({ label: 'Read this part', icon: ListFilter, onSelect: () => onRead(path) });
  if (text !== null)
    entries.push({
      label: 'Copy value',
      icon: Copy,
      onSelect: () => void copyText(client, plainText(text), 'the value'),
    });
  entries.push(
    { label: 'Copy path', icon: Copy, onSelect: () => void copyText(client, path, path) },
    {
      label: 'Copy as redis-cli',
      icon: Terminal,
      onSelect: () => void copyText(client, wholeCommand('JSON.GET', keyName, path), 'the command'),
    },
  );
  const place = placeOfRow(row);
  if (place === null) return entries;
  const { parent } = row;
  const reason = isWritablePath(steps) ? null : 'RedisJSON cannot write here';
  const changes = pathMenu({
    place,
    parent:
      parent?.kind !== 'array'
        ? null
        : {
            place: {
              steps: parent.steps,
              kind: 'array',
              size: parent.total,
              expected: { is: 'size', kind: 'array', size: parent.total },
            },
            index: Number(steps.at(-1) ?? 0),
          },
    reason,
    noMerge: noMerge(connection),
    onEdit: (edit) => {
      onChoose({ kind: 'edit', edit });
    },
    onRemove: (removal) => {
      onChoose({ kind: 'remove', removal });
    },
  });
  entries.push(
    { kind: 'separator' },
    {
      label: 'Edit as text…',
      icon: Pencil,
      keys: 'F2',
      disabledReason: reason,
      onSelect: () => {
        onEdit(row);
      },
    },
  );
  if (place.kind === 'number')
    entries.push({
      label: 'Increment',
      icon: Plus,
      keys: '+',
      disabledReason: reason,
      onSelect: () => {
        onIncrement(row);
      },
    });
  if (onRevert !== null)
    entries.push({ label: 'Revert this change', icon: Undo2, onSelect: onRevert });
  return [...entries, ...changes];
}
