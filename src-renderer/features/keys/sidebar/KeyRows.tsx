import {
  type MouseEvent,
  type RefObject,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useStore } from 'zustand';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import type { Bookmark } from '../../../app/bookmarks/bookmarks-store.ts';
import { useClient } from '../../../client/client-context.ts';
import { ContextMenu } from '../../../ui/ContextMenu.tsx';
import { isModKey } from '../../../ui/platform.ts';
import { useRowHeight } from '../../../ui/rows/row-height.ts';
import { rowIndexOf } from '../../../ui/rows/use-virtual-rows.ts';
import { useLatest } from '../../../ui/use-latest.ts';
import type { RowRef } from '../arena/rows.ts';
import type { Figure, ReadingPlan } from '../figures-reading.ts';
import { NoteDialog } from '../NoteDialog.tsx';
import type { KeysStore } from '../keys-store.ts';
import { refKey, rowAt } from '../sidebar-state.ts';
import { EmptyList } from './EmptyList.tsx';
import { KeyRow } from './KeyRow.tsx';
import { useListColumns } from './list-columns.ts';
import { PROBE, useRowMeasure } from './name-room.ts';
import { openRow } from './open-row.ts';
import { rowMenu } from './row-menu.ts';
import { ReadingDialog } from './ReadingDialog.tsx';
import { useListKeys } from './use-list-keys.ts';
import { useRowInPlace } from './use-row-in-place.ts';
import { useRowWindow } from './use-row-window.ts';

export interface KeyRowsProps {
  readonly store: KeysStore;
  readonly connection: OpenConnection;
  readonly scroll: RefObject<HTMLDivElement | null>;
}

function onClick(store: KeysStore, event: MouseEvent): void {
  const index = rowIndexOf(event.target);
  if (index === null) return;
  const row = rowAt(store.getState().answer, index);
  if (isModKey(event)) void store.moves.toggleSelected(index);
  else if (event.shiftKey) void store.moves.extendTo(index);
  else {
    void store.moves.activate(index);
    const isButton = event.target instanceof Element && event.target.closest('button') !== null;
    // The second click of a double click would fold a folder again.
    const isOpened =
      row !== null && (row.kind === 'folder' ? event.detail < 2 : row.kind === 'key');
    if (isOpened && !isButton) openRow(store, row, { isKept: false, inNewTab: false });
  }
}

function onDoubleClick(store: KeysStore, event: MouseEvent): void {
  const index = rowIndexOf(event.target);
  const row = index === null ? null : rowAt(store.getState().answer, index);
  if (row?.kind === 'key') openRow(store, row, { isKept: true, inNewTab: false });
}

/** A right click on what is selected is about all of it; elsewhere, about the row it is on. */
function onContextMenu(store: KeysStore, event: MouseEvent): void {
  const { active, answer, selected } = store.getState();
  const index = rowIndexOf(event.target) ?? active.index;
  const row = rowAt(answer, index);
  if (row === null) event.preventDefault();
  else if (!selected.has(refKey(row))) void store.moves.activate(index);
}

/** The tree or list: rows of what is in sight, asked of the index as they are scrolled to. One tab stop. */
export function KeyRows({ store, connection, scroll }: KeyRowsProps) {
  const client = useClient();
  const id = useId();
  const { answer, mode, active, selected, scan, reveal, needle, scope } = useStore(store);
  const columns = useListColumns();
  const rowHeight = useRowHeight();
  const rows = useRef<HTMLDivElement>(null);
  const probe = useRef<HTMLSpanElement>(null);
  const measure = useRowMeasure(rows, probe);
  const list = useMemo(() => ({ needle, scope }), [needle, scope]);
  const view = useRowWindow({ scroll, total: answer.total, rowHeight, shift: answer, list });
  const { drawn, near, atHand, scrollToIndex } = view;
  const uses = useRowInPlace({ store, scroll, view, active: active.index });
  const onKeyDown = useListKeys({ store, page: view.page, scrollToIndex });

  // Each of these is two numbers, made anew with every drawing: only other ones are told.
  useEffect(() => store.show(atHand, near));
  // Only when it is asked for: the list may have been scrolled away since.
  const bringIntoView = useLatest(scrollToIndex);
  useEffect(() => {
    if (reveal.serial > 0) bringIntoView(reveal.index);
  }, [reveal, bringIntoView]);

  const [plan, setPlan] = useState<ReadingPlan | null>(null);
  const onRead = (what: Figure, folder: RowRef): void =>
    void store.planReading(what, folder).then(setPlan);
  const [about, setAbout] = useState<Bookmark | null>(null);
  const isTree = mode === 'tree';
  const activeRow = rowAt(answer, active.index);
  const isDrawn = (index: number): boolean =>
    index >= drawn.from && index < drawn.from + drawn.count;
  const isComplete = scan.status === 'done';
  return (
    <div className="relative flex min-h-0 min-w-0 flex-1 flex-col">
      <ContextMenu
        entries={rowMenu({ client, connection, store, onRead, onNote: setAbout }, activeRow)}
        onContextMenu={(event) => onContextMenu(store, event)}
      >
        <div
          ref={scroll}
          role={isTree ? 'tree' : 'listbox'}
          className="grid-scroll rows"
          tabIndex={0}
          aria-label="Keys"
          aria-multiselectable
          aria-activedescendant={
            activeRow !== null && isDrawn(active.index) ? `${id}-${active.index}` : undefined
          }
          aria-busy={scan.status === 'running'}
          onKeyDown={onKeyDown}
          onClick={(event) => onClick(store, event)}
          onDoubleClick={(event) => onDoubleClick(store, event)}
          {...uses}
        >
          <div ref={rows} role="presentation" className="relative" style={{ height: view.height }}>
            <span ref={probe} aria-hidden="true" className="mono invisible absolute">
              {PROBE}
            </span>
            {answer.rows.map((row, i) => {
              const index = answer.from + i;
              if (!isDrawn(index)) return null;
              return (
                <KeyRow
                  // Rows that scroll out of sight become those that come into it: new text in the same elements.
                  key={view.elementOf(index)}
                  id={`${id}-${index}`}
                  row={row}
                  index={index}
                  top={view.topOf(index)}
                  isActive={index === active.index}
                  isSelected={
                    selected.size === 0 ? index === active.index : selected.has(refKey(row))
                  }
                  isComplete={isComplete}
                  separators={connection.separators}
                  isWhole={!isTree}
                  columns={columns}
                  measure={measure}
                  onShowMore={store.moves.showMore}
                />
              );
            })}
          </div>
        </div>
      </ContextMenu>
      <NoteDialog connection={connection.id} about={about} onClose={() => setAbout(null)} />
      <ReadingDialog
        store={store}
        connection={connection}
        plan={plan}
        onClose={() => setPlan(null)}
      />
      {answer.total === 0 ? <EmptyList store={store} connection={connection} /> : null}
    </div>
  );
}
