import { FileBraces } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import type { OpenConnection } from '../../../../../src-shared/contract/connections.ts';
import { formatJsonPath } from '../../../../../src-shared/json-path.ts';
import { useClient } from '../../../../client/client-context.ts';
import { Banner } from '../../../../ui/Banner.tsx';
import { Button } from '../../../../ui/Button.tsx';
import { ErrorNotice } from '../../../../ui/ErrorNotice.tsx';
import { formatBytes } from '../../../../ui/format/bytes.ts';
import { Delayed, SkeletonRows } from '../../../../ui/Skeleton.tsx';
import { isModKey } from '../../../../ui/platform.ts';
import type { RowsHandle } from '../../../../ui/rows/use-virtual-rows.ts';
import { useLatest } from '../../../../ui/use-latest.ts';
import { VirtualTree } from '../../../../ui/VirtualTree.tsx';
import { isSecretName } from '../../../../../src-shared/json-secrets.ts';
import { addedNames } from './change-marks.tsx';
import { selectChanges } from './drafts.ts';
import type { JsonChange } from './json-change.ts';
import type { Work } from './json-store.ts';
import { levelMenu } from './level-menu.ts';
import { type LevelRow, levelRows } from './level-rows.ts';
import { LevelRowView } from './LevelRowView.tsx';
import type { OnChoose } from './PathDialogs.tsx';
import type { JsonStores } from './use-json-document.ts';
import { useLevelEdits } from './use-level-edits.ts';

export interface LevelDocumentProps {
  readonly stores: JsonStores;
  readonly connection: OpenConnection;
  readonly keyName: Uint8Array;
  /** Of the document in the server's memory. */
  readonly bytes: number;
  /** Comparing what was edited with what is there. */
  readonly refresh: Work;
  readonly revision: number;
  readonly onChoose: OnChoose;
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
  refresh,
  revision,
  onChoose,
}: LevelDocumentProps) {
  const client = useClient();
  const { levels, query, document, drafts, editing } = stores;
  const changes = useStore(drafts.store, selectChanges(keyName));
  const byPath = useMemo(() => new Map(changes.map((one) => [one.path, one])), [changes]);
  const added = useMemo(() => addedNames(changes), [changes]);
  const changeOf = (row: LevelRow): JsonChange | null =>
    row.row === 'value' ? (byPath.get(formatJsonPath(row.steps)) ?? null) : null;
  const state = useStore(levels.store);
  const rows = useMemo(() => levelRows(state), [state]);
  const edits = useLevelEdits(stores, onChoose);
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
      {refresh.status === 'failed' ? <ErrorNotice error={refresh.error} /> : null}
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
                  change={changeOf(row)}
                  added={added.get(formatJsonPath(row.steps)) ?? []}
                  onRevert={editing.revert}
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
              const change = changeOf(row);
              const onRevert =
                change === null
                  ? null
                  : () => {
                      editing.revert(change.path);
                    };
              const common = { client, connection, keyName, onRead, onShow: onShow(row) };
              return levelMenu(row, {
                ...common,
                onChoose: edits.choose,
                onEdit: edits.edit,
                onIncrement: edits.increment,
                onRevert,
              });
            }}
          />
        </div>
      )}
    </>
  );
}
