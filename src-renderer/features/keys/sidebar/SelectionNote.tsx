import { useStore } from 'zustand';
import { LIMITS } from '../../../../src-shared/limits.ts';
import { formatCount } from '../../../ui/format/count.ts';
import type { KeysStore } from '../keys-store.ts';

/** How many rows are chosen, and that not all of them could be. */
export function SelectionNote({ store }: { readonly store: KeysStore }) {
  const chosen = useStore(store, ({ selected }) => selected.size);
  const of = useStore(store, ({ selectedOf }) => selectedOf);
  if (chosen < 2) return null;
  const isCut = of !== null && chosen === LIMITS.selectionKeys;
  return (
    <div
      className="tn flex-none border-t border-border-1 px-3 py-1 text-11 text-text-2"
      role="status"
    >
      {isCut
        ? `${formatCount(chosen)} of ${formatCount(of)} selected: at most ${formatCount(LIMITS.selectionKeys)} at a time; use the folder or a pattern for more`
        : `${formatCount(chosen)} selected`}
    </div>
  );
}
