import { Copy, ExternalLink, SearchX } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { session } from '../../app/session-store.ts';
import { escapeBytes } from '../../../src-shared/redis-value.ts';
import { useClient } from '../../client/client-context.ts';
import { Button } from '../../ui/Button.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { toasts } from '../../ui/toast-store.ts';
import type { TableSort } from '../../ui/table/data-column.ts';
import { oneLine } from './cell-text.ts';
import { countedTotal, knownIndex } from './effective-command.ts';
import { emptyReason, tagsWanted } from './empty-reason.ts';
import { limitOf, type ReadLine, sortOf, withLimit, withSort } from './line-edits.ts';
import { documentColumns, groupColumns } from './result-columns.tsx';
import type { Found, SearchStore } from './search-store.ts';

const COLUMN = 'field ';

/** The line that is on screen, if it can be read: what heads and pages change. */
function useCurrentLine(store: SearchStore): {
  readonly line: string;
  readonly parsed: ReadLine | null;
} {
  const line = useStore(store, (state) => state.line);
  const parsed = useStore(store, (state) => state.parsed);
  return { line, parsed: parsed.ok ? parsed : null };
}

function useSort(store: SearchStore, found: Found) {
  const { line, parsed } = useCurrentLine(store);
  const by = sortOf(found.command);
  const sort: TableSort | null =
    by === null
      ? null
      : { columnId: COLUMN + by.field, direction: by.direction === 'ASC' ? 'asc' : 'desc' };
  const onSortChange = (next: TableSort | null): void => {
    if (parsed === null) return;
    const change =
      next === null
        ? null
        : {
            field: next.columnId.slice(COLUMN.length),
            direction: next.direction === 'asc' ? ('ASC' as const) : ('DESC' as const),
          };
    void store.runLine(withSort(line, parsed, change));
  };
  return { sort, onSortChange };
}

function Empty({ store, found }: { readonly store: SearchStore; readonly found: Found }) {
  const list = useStore(store, (state) => state.list);
  const { line, parsed } = useCurrentLine(store);
  const tags = useStore(store, (state) => state.tags);
  const index = knownIndex(list, found.index);
  const { query } = found.command;
  useEffect(() => {
    if (index === null) return;
    for (const field of tagsWanted(query, index)) void store.loadTags(index, field);
  }, [store, index, query]);
  const reason = emptyReason(found.command, index, {
    total: found.kind === 'search' ? countedTotal(found.command, found.output.total) : null,
    tagsOf: (field) => tags.get(`${found.index}\n${field}`) ?? [],
  });
  const { offset, count } = limitOf(found.command);
  const { fix } = reason;
  return (
    <EmptyState
      icon={SearchX}
      title={oneLine(reason.title)}
      actions={
        <>
          {fix === null || !line.includes(fix.from) ? null : (
            <Button
              size="sm"
              onClick={() => void store.runLine(line.replace(fix.from, () => fix.to))}
            >
              <span className="mono">{oneLine(fix.to)}</span>
            </Button>
          )}
          {offset === 0 || parsed === null ? null : (
            <Button size="sm" onClick={() => void store.runLine(withLimit(line, parsed, 0, count))}>
              From the first
            </Button>
          )}
        </>
      }
    >
      {oneLine(reason.why)}
    </EmptyState>
  );
}

function Documents({
  store,
  found,
}: {
  readonly store: SearchStore;
  readonly found: Extract<Found, { kind: 'search' }>;
}) {
  const client = useClient();
  const list = useStore(store, (state) => state.list);
  const preview = useStore(store, (state) => state.preview);
  const sorting = useSort(store, found);
  const index = knownIndex(list, found.index);
  const columns = useMemo(() => documentColumns(found.rows, found.command, index), [found, index]);
  const copyName = async (key: Uint8Array): Promise<void> => {
    const result = await client.call('app.copyText', { text: escapeBytes(key) });
    if (result.ok) toasts.show({ tone: 'info', message: 'Copied the name' });
    else toasts.show({ tone: 'error', message: 'Not copied', detail: result.error.message });
  };
  return (
    <DataTable
      label="Results"
      rows={found.rows}
      rowId={({ id }) => id}
      columns={columns}
      {...sorting}
      hasInspector
      activeId={preview.status === 'none' ? null : preview.id}
      onActiveChange={(_id, row) => {
        if (row !== null) void store.openPreview(row);
      }}
      onRowOpen={({ key }) => session.openKey(key)}
      onRowKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        store.closePreview();
      }}
      rowMenu={({ key }) => [
        {
          label: 'Open key',
          icon: ExternalLink,
          keys: 'enter',
          onSelect: () => session.openKey(key),
        },
        { label: 'Copy name', icon: Copy, onSelect: () => void copyName(key) },
      ]}
      empty={<Empty store={store} found={found} />}
    />
  );
}

function Groups({
  store,
  found,
}: {
  readonly store: SearchStore;
  readonly found: Extract<Found, { kind: 'aggregate' }>;
}) {
  const sorting = useSort(store, found);
  const { rows, columns } = useMemo(() => {
    const groups = found.output.rows.map((cells, at) => ({ id: String(at), cells }));
    return {
      rows: groups,
      columns: groupColumns(groups, found.command, limitOf(found.command).offset),
    };
  }, [found]);
  return (
    <DataTable
      label="Results"
      rows={rows}
      rowId={({ id }) => id}
      columns={columns}
      {...sorting}
      empty={<Empty store={store} found={found} />}
    />
  );
}

/** What came back, as documents or as groups. */
export function Results({ store, found }: { readonly store: SearchStore; readonly found: Found }) {
  // Columns of another index or another kind keep no widths from the one before.
  const key = `${found.kind} ${found.index}`;
  return found.kind === 'search' ? (
    <Documents key={key} store={store} found={found} />
  ) : (
    <Groups key={key} store={store} found={found} />
  );
}
