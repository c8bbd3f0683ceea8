import { ArrowDownToLine, Merge, Plus, TextCursorInput, ToggleLeft, Trash2 } from 'lucide-react';
import type { MenuEntry, MenuItem } from '../../../../ui/menu-entries.ts';
import type { JsonPlace, PathEdit, PathRemoval } from './path-edits.ts';

export interface PathMenuTarget {
  readonly place: JsonPlace;
  /** The array that the place is an element of, and where it stands. */
  readonly parent: { readonly place: JsonPlace; readonly index: number } | null;
  /** Why nothing can be written there; null when it can. */
  readonly reason: string | null;
  /** Why JSON.MERGE cannot be used. */
  readonly noMerge: string | null;
  readonly onEdit: (edit: PathEdit) => void;
  readonly onRemove: (removal: PathRemoval) => void;
}

function pops({ place, reason, onRemove }: PathMenuTarget): MenuItem {
  return {
    label: 'Pop last element…',
    icon: Trash2,
    danger: true,
    disabledReason: reason ?? (place.size === 0 ? 'empty' : null),
    onSelect: () => {
      onRemove({ place, removal: { kind: 'pop', index: place.size - 1 } });
    },
  };
}

function ofKind(target: PathMenuTarget): MenuItem[] {
  const { place, reason, noMerge, onEdit } = target;
  const entry = (
    label: string,
    icon: MenuItem['icon'],
    edit: PathEdit,
    why: string | null = reason,
  ): MenuItem => ({
    label,
    icon,
    disabledReason: why,
    onSelect: () => {
      onEdit(edit);
    },
  });
  switch (place.kind) {
    case 'string':
      return [entry('Append text…', TextCursorInput, { action: 'strappend', place })];
    case 'boolean':
      return [entry('Toggle…', ToggleLeft, { action: 'toggle', place })];
    case 'array':
      return [
        entry('Append elements…', Plus, { action: 'arrappend', place }),
        entry('Insert elements…', ArrowDownToLine, { action: 'arrinsert', place, index: 0 }),
      ];
    case 'object':
      return [
        entry('Add member…', Plus, { action: 'member', place }),
        entry('Merge…', Merge, { action: 'merge', place }, reason ?? noMerge),
      ];
    case 'number':
    case 'null':
      return [];
  }
}

/** Changes of one place, each by one command; what removes comes last. */
export function pathMenu(target: PathMenuTarget): readonly MenuEntry[] {
  const { place, parent, reason, onEdit, onRemove } = target;
  const entries: MenuEntry[] = ofKind(target);
  if (parent !== null)
    entries.push({
      label: 'Insert before…',
      icon: ArrowDownToLine,
      disabledReason: reason,
      onSelect: () => {
        onEdit({ action: 'arrinsert', ...parent });
      },
    });
  const removals: MenuEntry[] = place.kind === 'array' ? [pops(target)] : [];
  if (place.steps.length > 0)
    removals.push({
      label: 'Delete…',
      icon: Trash2,
      danger: true,
      disabledReason: reason,
      onSelect: () => {
        onRemove({ place, removal: { kind: 'delete' } });
      },
    });
  if (removals.length === 0) return entries;
  return [...entries, { kind: 'separator' }, ...removals];
}
