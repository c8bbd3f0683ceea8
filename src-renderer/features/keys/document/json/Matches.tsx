import { FileBraces, LocateFixed } from 'lucide-react';
import { useMemo } from 'react';
import { useClient } from '../../../../client/client-context.ts';
import { Button } from '../../../../ui/Button.tsx';
import { EmptyState } from '../../../../ui/EmptyState.tsx';
import { formatBytes } from '../../../../ui/format/bytes.ts';
import type { MenuEntry } from '../../../../ui/menu-entries.ts';
import { copyText } from '../copy-text.ts';
import type { JsonChange } from './json-change.ts';
import type { JsonQuery, QueryResult } from './json-query.ts';
import { jsonRowMenu, plainValue } from './json-row-menu.ts';
import { JsonBody } from './JsonBody.tsx';
import type { JsonTreeEditing } from './JsonTree.tsx';
import type { MatchPlaces } from './match-places.ts';

/** The answer to a JSONPath takes the place of the document; pending changes stay in sight. */
export function showsQuery({ status }: QueryResult): boolean {
  return status === 'ready' || status === 'tooLarge';
}

function TooLarge({ bytes, onLoad }: { readonly bytes: number; readonly onLoad: () => void }) {
  return (
    <EmptyState
      icon={FileBraces}
      title={`${formatBytes(bytes)} of JSON in memory`}
      className="grow"
      actions={
        <Button size="sm" onClick={onLoad}>
          Load all
        </Button>
      }
    >
      Documents above 1 MB are not read without being asked. A JSONPath above reads a part of it.
    </EmptyState>
  );
}

/** What can be done with a row of an answer, by its node there. */
export interface MatchActions {
  /** Why the place of a value is not known; null when it is. */
  readonly reasonAt: (node: number) => string | null;
  readonly onLocate: (node: number) => void;
  /** After the copies. */
  readonly menuAt: (node: number) => readonly MenuEntry[] | null;
  readonly editing?: JsonTreeEditing | undefined;
}

export interface MatchesProps {
  readonly query: JsonQuery;
  readonly result: QueryResult;
  readonly actions: MatchActions | null;
}

/** What a JSONPath matched; each leads to its place in the document where that is known. */
export function Matches({ query, result, actions }: MatchesProps) {
  const client = useClient();
  if (result.status === 'tooLarge')
    return <TooLarge bytes={result.bytes} onLoad={() => void query.run(true)} />;
  if (result.status !== 'ready') return null;
  const { json } = result;
  const menuAt = (node: number): readonly MenuEntry[] => {
    const copies = jsonRowMenu({ client, json, node, keyName: null, actions: null });
    if (actions === null || node === 0) return copies;
    const reason = actions.reasonAt(node);
    const locate: MenuEntry = {
      label: 'Show in the document',
      icon: LocateFixed,
      keys: 'mod+enter',
      disabledReason: reason,
      onSelect: () => {
        actions.onLocate(node);
      },
    };
    return [locate, ...((reason === null ? actions.menuAt(node) : null) ?? copies)];
  };
  return (
    <div className="min-h-0 grow">
      <JsonBody
        label="Matches"
        rootName="matches"
        json={json}
        folding={result.folding}
        onFold={query.fold}
        active={result.active}
        onActiveChange={query.activate}
        onCopy={(node) => void copyText(client, plainValue(json, node), 'the value')}
        onLocate={
          actions === null
            ? undefined
            : (node) => (node > 0 && actions.reasonAt(node) === null ? actions.onLocate : null)
        }
        rowMenu={menuAt}
        editing={actions?.editing}
      />
    </div>
  );
}

/** The editing of the document, for the rows of an answer that have a place in it. */
export function useMatchEditing(
  editing: JsonTreeEditing,
  places: MatchPlaces | null,
): JsonTreeEditing | undefined {
  const changes = useMemo(() => {
    const shown = new Map<number, JsonChange>();
    for (const [node, change] of editing.changes) {
      const at = places?.shownAt(node) ?? null;
      if (at !== null) shown.set(at, change);
    }
    return shown;
  }, [editing.changes, places]);
  if (places === null) return undefined;
  const at = (then: (node: number) => void) => (match: number) => {
    const node = places.nodeOf(match);
    if (node !== null) then(node);
  };
  return {
    ...editing,
    changes,
    addedTo: (match) => {
      const node = places.nodeOf(match);
      return node === null ? [] : editing.addedTo(node);
    },
    editedNode: editing.editedNode === null ? null : places.shownAt(editing.editedNode),
    onEdit: at(editing.onEdit),
    onEditText: at(editing.onEditText),
    onIncrement: at(editing.onIncrement),
    pathOf: editing.pathOf === undefined ? undefined : pathAt,
  };
  function pathAt(match: number): string | null {
    const node = places?.nodeOf(match) ?? null;
    return node === null ? null : (editing.pathOf?.(node) ?? null);
  }
}
