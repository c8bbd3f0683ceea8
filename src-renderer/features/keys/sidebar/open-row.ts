import type { Row } from '../arena/rows.ts';
import type { KeysStore } from '../keys-store.ts';

export interface OpenRowHow {
  /** A single click only previews. */
  readonly isKept: boolean;
  readonly inNewTab: boolean;
}

/** What Enter and a click do: a key is shown, a folder folded, more of a folder loaded. */
export function openRow(store: KeysStore, row: Row, { isKept, inNewTab }: OpenRowHow): void {
  if (row.kind === 'folder') void store.moves.fold(row.id, !row.isOpen);
  else if (row.kind === 'key') {
    const type = row.mark !== null && typeof row.mark === 'object' ? row.mark.type : null;
    void store.open(row, { isKept: isKept || inNewTab, inNewTab, type });
  } else {
    const what = row.kind === 'moreKeys' || row.kind === 'keysBefore' ? 'keys' : 'folders';
    const isBefore = row.kind === 'keysBefore' || row.kind === 'foldersBefore';
    void store.moves.showMore(row.id, what, isBefore ? 'before' : 'after');
  }
}
