import { type RefObject, useRef } from 'react';
import { useStore } from 'zustand';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import type { AppError } from '../../../../src-shared/result.ts';
import { Button } from '../../../ui/Button.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import type { KeysStore } from '../keys-store.ts';
import { ColumnHead } from './ColumnHead.tsx';
import { loadDocumentAhead } from '../tabs/KeyPane.tsx';
import { KeyRows } from './KeyRows.tsx';
import { ListFilter } from './ListFilter.tsx';
import { ListFooter } from './ListFooter.tsx';
import { ListHeader } from './ListHeader.tsx';
import { SelectionNote } from './SelectionNote.tsx';
import { SortNote } from './SortNote.tsx';

/** A lost connection is told above the view; it goes on by itself when the connection is back. */
function isTold(error: AppError, { state }: OpenConnection): boolean {
  return error.code === 'redis.offline' && state.status !== 'ready';
}

function Problems({
  store,
  connection,
}: {
  readonly store: KeysStore;
  readonly connection: OpenConnection;
}) {
  const scan = useStore(store, (state) => state.scan);
  const describeError = useStore(store, (state) => state.describeError);
  return (
    <>
      {scan.status === 'failed' && !isTold(scan.error, connection) ? (
        <ErrorNotice
          error={scan.error}
          action={
            <Button size="sm" onClick={store.resume}>
              Try again
            </Button>
          }
        />
      ) : null}
      {describeError !== null && !isTold(describeError, connection) ? (
        <ErrorNotice error={describeError} />
      ) : null}
    </>
  );
}

export interface KeysSidebarProps {
  readonly store: KeysStore;
  readonly connection: OpenConnection;
  readonly field: RefObject<HTMLInputElement | null>;
}

export function KeysSidebar({ store, connection, field }: KeysSidebarProps) {
  const rows = useRef<HTMLDivElement>(null);
  const onLeave = (): void => {
    rows.current?.focus();
    if (store.getState().active.index < 0) void store.moves.activate(0);
  };
  return (
    <aside
      className="side"
      aria-label="Keys"
      onPointerEnter={loadDocumentAhead}
      onFocus={loadDocumentAhead}
    >
      <ListHeader store={store} connection={connection} />
      <ListFilter store={store} facts={connection.facts} field={field} onLeave={onLeave} />
      <Problems store={store} connection={connection} />
      <SortNote store={store} connection={connection} />
      <ColumnHead store={store} />
      <KeyRows store={store} connection={connection} scroll={rows} />
      <SelectionNote store={store} />
      <ListFooter store={store} />
    </aside>
  );
}
