import { Pencil, Trash2 } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { Button } from '../../../../../ui/Button.tsx';
import { formatCount, formatCountOf } from '../../../../../ui/format/count.ts';
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

/** What is done with several rows, where they can be selected. */
export interface SeveralOffers<Row> {
  readonly chosen: readonly Row[];
  /** What a command on a row is about: the selection when the row is part of it. */
  readonly chosenWith: (row: Row) => readonly Row[];
  /** "field". */
  readonly unit: string;
  readonly remove: (rows: readonly Row[]) => void;
  /** More of the row's menu; a string says why it cannot be done. */
  readonly more?: (rows: readonly Row[]) => readonly {
    readonly label: string;
    readonly run: (() => void) | string;
  }[];
  /** More buttons beside the one that adds. */
  readonly buttons?: ReactNode;
}

function severalMenu<Row>(several: SeveralOffers<Row>, rows: readonly Row[]): MenuEntry[] {
  return [
    ...(several.more?.(rows) ?? []).map(({ label, run }) => ({
      label,
      disabledReason: typeof run === 'string' ? run : null,
      onSelect: () => {
        if (typeof run !== 'string') run();
      },
    })),
    {
      label: `Remove ${formatCountOf(rows.length, several.unit)}`,
      icon: Trash2,
      danger: true,
      keys: 'backspace',
      onSelect: () => {
        several.remove(rows);
      },
    },
  ];
}

/** Editing by double click, Enter, F2 and Delete, by the row's menu, and new rows by the button. */
export function tableEditing<Row>(
  editing: Editing,
  offers: EditOffers<Row>,
  several: SeveralOffers<Row> | null = null,
): TableEditing<Row> {
  const severalOf = (row: Row): readonly Row[] => several?.chosenWith(row) ?? [row];
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
      else if (key === 'delete' || key === 'backspace') {
        const rows = severalOf(row);
        if (several !== null && rows.length > 1) several.remove(rows);
        else start(offers.remove(row));
      } else return false;
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
      ...(several !== null && severalOf(row).length > 1
        ? severalMenu(several, severalOf(row))
        : [
            {
              ...entry(offers.removeLabel, offers.remove(row)),
              icon: Trash2,
              danger: true,
              keys: 'backspace',
            },
          ]),
    ],
    addButton: (
      <>
        {several !== null && several.chosen.length > 1 ? (
          <Button
            size="sm"
            tone="ghost"
            icon={Trash2}
            onClick={() => {
              several.remove(several.chosen);
            }}
          >
            Remove {formatCount(several.chosen.length)}
          </Button>
        ) : (
          several?.buttons
        )}
        <AddButton offers={offers.add} onAdd={editing.start} />
      </>
    ),
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
