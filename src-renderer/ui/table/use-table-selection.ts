import { useRef } from 'react';
import { idsBetween, toggleId } from './select-rows.ts';

export interface TableSelection {
  readonly ids: ReadonlySet<string>;
  readonly onChange: (ids: ReadonlySet<string>) => void;
  /** A column of check boxes; a plain click on a row then leaves the selection alone. */
  readonly hasChecks?: boolean | undefined;
}

export interface SelectionActions {
  readonly toggle: (index: number) => void;
  /** From where the selection was last changed (or from `origin`) to here. */
  readonly extendTo: (index: number, origin: number) => void;
  readonly selectOnly: (index: number) => void;
  readonly selectAll: () => void;
  readonly clear: () => void;
}

interface Reach {
  /** Where ⇧ reaches from. An id: rows may be sorted anew meanwhile. */
  readonly anchor: string;
  /** What was selected before the reach, and stays when it shrinks. */
  readonly base: ReadonlySet<string>;
  /** What this table last made of it; something else means that the view has changed it. */
  readonly made: ReadonlySet<string>;
}

const none: ReadonlySet<string> = new Set();

/** What clicks and keys do to the selected rows; nothing where the table has no selection. */
export function useTableSelection(
  selection: TableSelection | undefined,
  count: number,
  idAt: (index: number) => string | undefined,
): SelectionActions {
  const reach = useRef<Reach | null>(null);
  const ids = selection?.ids ?? none;

  const change = (made: ReadonlySet<string>, from: Omit<Reach, 'made'> | null) => {
    reach.current = from === null ? null : { ...from, made };
    selection?.onChange(made);
  };
  const indexOf = (id: string): number | null => {
    for (let index = 0; index < count; index++) if (idAt(index) === id) return index;
    return null;
  };

  return {
    toggle: (index) => {
      const id = idAt(index);
      if (id === undefined) return;
      const made = toggleId(ids, id);
      change(made, { anchor: id, base: made });
    },
    extendTo: (index, origin) => {
      const last = reach.current?.made === ids ? reach.current : null;
      const start = (last === null ? null : indexOf(last.anchor)) ?? Math.max(0, origin);
      const anchor = idAt(start);
      if (anchor === undefined) return;
      const base = last?.base ?? ids;
      change(new Set([...base, ...idsBetween(idAt, start, index)]), { anchor, base });
    },
    selectOnly: (index) => {
      const id = idAt(index);
      if (id === undefined) return;
      if (selection?.hasChecks === true) reach.current = { anchor: id, base: ids, made: ids };
      else change(new Set([id]), { anchor: id, base: none });
    },
    selectAll: () => {
      change(new Set(idsBetween(idAt, 0, count - 1)), null);
    },
    clear: () => {
      change(none, null);
    },
  };
}
