import { FileBraces } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { OpenConnection } from '../../../../../src-shared/contract/connections.ts';
import { useClient } from '../../../../client/client-context.ts';
import { Banner } from '../../../../ui/Banner.tsx';
import { Button } from '../../../../ui/Button.tsx';
import { formatBytes } from '../../../../ui/format/bytes.ts';
import { Delayed, SkeletonRows } from '../../../../ui/Skeleton.tsx';
import { VirtualTree } from '../../../../ui/VirtualTree.tsx';
import { isSecretName } from '../value/secret-names.ts';
import { levelMenu } from './level-menu.ts';
import { type LevelRow, levelRows } from './level-rows.ts';
import { LevelRowView } from './LevelRowView.tsx';
import { type PathChoice, PathDialogs } from './PathDialogs.tsx';
import type { JsonStores } from './use-json-document.ts';

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
  const [choice, setChoice] = useState<PathChoice | null>(null);
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
            active={rows.findIndex(({ id }) => id === state.active)}
            onActiveChange={(index) => {
              const row = rows[index];
              if (row !== undefined) levels.activate(row.id);
            }}
            onToggle={(index) => {
              toggle(rows[index]);
            }}
            onOpen={(index, { isKept }) => {
              if (isKept) toggle(rows[index]);
            }}
            rowMenu={(index) => {
              const row = rows[index];
              if (row?.row !== 'value') return [];
              const onRead = (path: string) => {
                query.write(path);
              };
              const common = { client, connection, keyName, onChoose: setChoice, onRead };
              return levelMenu(row, { ...common, onShow: onShow(row) });
            }}
          />
        </div>
      )}
      <PathDialogs
        choice={choice}
        connection={connection}
        keyName={keyName}
        editing={paths}
        onClose={() => {
          setChoice(null);
        }}
        onReread={() => void levels.load()}
      />
    </>
  );
}
