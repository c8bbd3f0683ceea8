import { FileBraces } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import type { OpenConnection } from '../../../../../src-shared/contract/connections.ts';
import { useClient } from '../../../../client/client-context.ts';
import { Banner } from '../../../../ui/Banner.tsx';
import { Button } from '../../../../ui/Button.tsx';
import { formatBytes } from '../../../../ui/format/bytes.ts';
import { Delayed, SkeletonRows } from '../../../../ui/Skeleton.tsx';
import { isModKey } from '../../../../ui/platform.ts';
import type { RowsHandle } from '../../../../ui/rows/use-virtual-rows.ts';
import { useLatest } from '../../../../ui/use-latest.ts';
import { VirtualTree } from '../../../../ui/VirtualTree.tsx';
import { isSecretName } from '../value/secret-names.ts';
import { writeLock } from '../write-lock.ts';
import { IncrementDialog } from './IncrementDialog.tsx';
import { levelMenu } from './level-menu.ts';
import { type LevelRow, levelRows } from './level-rows.ts';
import { LevelRowView } from './LevelRowView.tsx';
import { PathDialogs } from './PathDialogs.tsx';
import type { JsonStores } from './use-json-document.ts';
import { useLevelEdits } from './use-level-edits.ts';

export interface LevelDocumentProps {
  readonly stores: JsonStores;
  readonly connection: OpenConnection;
  readonly keyName: Uint8Array;
  /** Of the document in the server's memory. */
  readonly bytes: number;
  readonly revision: number;
}

function isSecret(row: LevelRow): boolean {
  if (row.row !== 'value' || row.child.name === null || row.child.text === null) return false;
  const { kind, name, text } = row.child;
  return (kind === 'string' || kind === 'number') && isSecretName(name) && text !== '""';
}

/** A document that is not read whole: its tree level by level, each in pages. */
export function LevelDocument({
  stores,
  connection,
  keyName,
  bytes,
  revision,
}: LevelDocumentProps) {
  const client = useClient();
  const { levels, query, paths, document } = stores;
  const state = useStore(levels.store);
  const rows = useMemo(() => levelRows(state), [state]);
  const edits = useLevelEdits(paths);
  const handle = useRef<RowsHandle>(null);
  const active = rows.findIndex(({ id }) => id === state.active);
  const showActive = useLatest(() => {
    if (active < 0) return;
    handle.current?.scrollToIndex(active);
    // What had the keyboard is gone: a match, whose place this is.
    if (window.document.activeElement === window.document.body) handle.current?.focus();
  });
  useEffect(() => {
    showActive();
  }, [showActive]);
  useEffect(() => {
    void levels.load();
  }, [levels, revision]);
  const onShow = (row: LevelRow) =>
    isSecret(row) && !state.shown.has(row.id)
      ? () => {
          levels.show(row.id);
        }
      : null;
  const toggle = (row: LevelRow | undefined): void => {
    if (row?.row === 'value' && row.isOpen !== null) levels.toggle(row.steps);
    else if (row?.row === 'rest' && !row.of.isReading && !row.of.isTooMany)
      void levels.more(row.steps);
  };
  const onRowKeyDown = (event: KeyboardEvent, index: number) => {
    const row = rows[index];
    if (row?.row !== 'value' || event.altKey || isModKey(event)) return;
    if (event.key === 'F2' || event.key.toLowerCase() === 'e') edits.edit(row);
    else if (event.key === '+') edits.increment(row);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <Banner
        tone="info"
        icon={FileBraces}
        title={`${formatBytes(bytes)} of JSON in memory.`}
        action={
          <Button size="sm" onClick={() => void document.loadAll()}>
            Read the whole text
          </Button>
        }
      >
        It is read level by level, as far as you open it.
      </Banner>
      {rows.length === 0 ? (
        <Delayed>
          <SkeletonRows columns={[180, null, 60]} rows={12} label="Reading the first level" />
        </Delayed>
      ) : (
        <div className="flex min-h-0 grow flex-col pt-1">
          <VirtualTree
            handle={handle}
            label="Document as a tree, level by level"
            count={rows.length}
            hasOwnLead
            rowKey={(index) => rows[index]?.id ?? ''}
            rowAt={(index) => {
              const row = rows[index];
              if (row === undefined) return { level: 1, isExpanded: null, posInSet: 1, setSize: 1 };
              const { level, posInSet, setSize } = row;
              return {
                level,
                posInSet,
                setSize,
                isExpanded: row.row === 'value' ? row.isOpen : null,
              };
            }}
            renderRow={(index) => {
              const row = rows[index];
              return row === undefined ? null : (
                <LevelRowView
                  row={row}
                  onShow={onShow(row)}
                  onMore={() => void levels.more(row.steps)}
                />
              );
            }}
            active={active}
            onActiveChange={(index) => {
              const row = rows[index];
              if (row !== undefined) levels.activate(row.id);
            }}
            onToggle={(index) => {
              toggle(rows[index]);
            }}
            onOpen={(index, { isKept }) => {
              const row = rows[index];
              if (!isKept) return;
              // What cannot be opened is edited.
              if (row?.row === 'value' && row.isOpen === null) edits.edit(row);
              else toggle(row);
            }}
            onRowKeyDown={onRowKeyDown}
            rowMenu={(index) => {
              const row = rows[index];
              if (row?.row !== 'value') return [];
              const onRead = (path: string) => {
                query.write(path);
              };
              const common = { client, connection, keyName, onRead, onShow: onShow(row) };
              return levelMenu(row, {
                ...common,
                onChoose: edits.choose,
                onEdit: edits.edit,
                onIncrement: edits.increment,
              });
            }}
          />
        </div>
      )}
      <PathDialogs
        choice={edits.choice}
        connection={connection}
        keyName={keyName}
        editing={paths}
        join={null}
        onClose={() => {
          edits.choose(null);
        }}
        onReread={() => void levels.load()}
      />
      {edits.target === null ? null : (
        <IncrementDialog
          target={edits.target}
          keyName={keyName}
          lock={writeLock(connection, 'json.numincrby')}
          onClose={() => {
            edits.setTarget(null);
          }}
          onIncrement={paths.increment}
        />
      )}
    </>
  );
}
