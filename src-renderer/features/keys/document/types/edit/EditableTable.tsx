import { Pencil, Trash2 } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { MenuEntry } from '../../../../../ui/menu-entries.ts';
import { toasts } from '../../../../../ui/toast-store.ts';
import { AddButton } from './AddButton.tsx';
import { EditBar } from './EditBar.tsx';
import { EditingContext } from './EditableCell.tsx';
import type { EditDraft } from './edit-draft.ts';
import type { Editing } from './use-editing.ts';

type RowMenu<Row> = (row: Row) => readonly MenuEntry[];

/** How the rows of a table are changed. */
export interface TableEditing<Row> {
  readonly editing: Editing;
  readonly edit: (row: Row) => void;
  /** True when the key was one of editing. */
  readonly onKey: (event: KeyboardEvent, row: Row) => boolean;
  readonly menu: (copy: RowMenu<Row> | undefined) => RowMenu<Row>;
  readonly addButton: ReactNode;
}

export interface EditOffers<Row> {
  /** A string says why it cannot be edited. */
  readonly change: (row: Row) => EditDraft | string;
  readonly remove: (row: Row) => EditDraft | string;
  /** More of the row's menu. */
  readonly more?: (
    row: Row,
  ) => readonly { readonly label: string; readonly draft: EditDraft | string }[];
  readonly changeLabel: string;
  readonly removeLabel: string;
  readonly add: readonly { readonly label: string; readonly draft: EditDraft }[];
}

/** Editing by double click, Enter, F2 and Delete, by the row's menu, and new rows by the button. */
export function tableEditing<Row>(editing: Editing, offers: EditOffers<Row>): TableEditing<Row> {
  const start = (draft: EditDraft | string): void => {
    if (typeof draft === 'string') toasts.show({ tone: 'info', message: draft });
    else editing.start(draft);
  };
  const entry = (label: string, draft: EditDraft | string) => ({
    label,
    disabledReason: typeof draft === 'string' ? draft : null,
    onSelect: () => {
      start(draft);
    },
  });
  return {
    editing,
    edit: (row) => {
      start(offers.change(row));
    },
    onKey: (event, row) => {
      const key = event.key.toLowerCase();
      if (event.altKey || event.ctrlKey || event.metaKey) return false;
      if (key === 'f2' || key === 'e') start(offers.change(row));
      else if (key === 'delete' || key === 'backspace') start(offers.remove(row));
      else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
    menu: (copy) => (row) => [
      { ...entry(offers.changeLabel, offers.change(row)), icon: Pencil, keys: 'F2' },
      ...(offers.more?.(row) ?? []).map(({ label, draft }) => entry(label, draft)),
      { kind: 'separator' },
      ...(copy?.(row) ?? []),
      { kind: 'separator' },
      {
        ...entry(offers.removeLabel, offers.remove(row)),
        icon: Trash2,
        danger: true,
        keys: 'backspace',
      },
    ],
    addButton: <AddButton offers={offers.add} onAdd={editing.start} />,
  };
}

export interface EditableTableProps<Row> {
  readonly editable: TableEditing<Row> | undefined;
  readonly children: ReactNode;
}

/** A table with the bar of what is edited below it. */
export function EditableTable<Row>({ editable, children }: EditableTableProps<Row>) {
  if (editable === undefined) return children;
  return (
    <EditingContext value={editable.editing}>
      {children}
      <EditBar editing={editable.editing} />
    </EditingContext>
  );
}
