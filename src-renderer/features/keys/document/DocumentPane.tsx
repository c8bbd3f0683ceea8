import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import { escapeBytes, toBinaryString } from '../../../../src-shared/redis-value.ts';
import type { Result } from '../../../../src-shared/result.ts';
import { removeKeys } from '../../../app/removal/remove-keys.ts';
import { useClient } from '../../../client/client-context.ts';
import { Button } from '../../../ui/Button.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { Delayed, SkeletonRows } from '../../../ui/Skeleton.tsx';
import { useLatest } from '../../../ui/use-latest.ts';
import { GoneKey } from './GoneKey.tsx';
import { DocumentHead, type HeadPanel } from './head/DocumentHead.tsx';
import { measuredOf } from './head/measured.ts';
import { createHeadStore, type HeadStore, type ReadyHead } from './head-store.ts';
import { draftsOf } from './json/drafts.ts';
import { JsonView } from './json/JsonView.tsx';
import { keptEditsOf } from './types/edit/kept-edits.ts';
import { isJsonType, TypedView } from './types/TypedView.tsx';
import { useHeadKeys } from './use-head-keys.ts';
import { Region } from '../../../ui/Region.tsx';
import { mayBeTouched, type Touched, touchedKeysOf } from '../touched-keys.ts';

export interface DocumentPaneProps {
  readonly connection: OpenConnection;
  readonly keyName: Uint8Array;
  /** Renamed, or the rename was taken back. */
  readonly onRenamed: (to: Uint8Array, from: Uint8Array) => void;
  readonly onGone: () => void;
  /** What TYPE says of it, each time that is another. */
  readonly onType: (type: string) => void;
}

interface ReadyKeyProps extends DocumentPaneProps {
  readonly head: HeadStore;
  readonly state: ReadyHead;
  readonly panel: HeadPanel;
  readonly onPanel: (panel: HeadPanel) => void;
  readonly revision: number;
  readonly onReload: () => void;
}

function ReadyKey(props: ReadyKeyProps) {
  const { connection, keyName, head, state, revision, onReload } = props;
  const client = useClient();
  const reread = useLatest(() => void head.load());
  const remove = async (): Promise<void> => {
    const removed = await removeKeys({
      client,
      connection: connection.id,
      selection: { kind: 'keys', keys: [keyName] },
      what: `key ${escapeBytes(keyName.subarray(0, 120))}`,
      onUndone: () => void head.retry(),
    });
    if (removed === null || removed.failed.length > 0) return;
    draftsOf(client, connection.id).set(keyName, []);
    keptEditsOf(client, connection.id).discard(keyName);
    head.deleted();
  };
  return (
    <>
      <DocumentHead
        connection={connection}
        keyName={keyName}
        state={state}
        panel={props.panel}
        onPanel={props.onPanel}
        onChanged={reread}
        onRenamed={(to, from) => {
          draftsOf(client, connection.id).move(from, to);
          keptEditsOf(client, connection.id).move(from, to);
          props.onRenamed(to, from);
        }}
        onDelete={() => void remove()}
      />
      {isJsonType(state.head.type) ? (
        <JsonView
          connection={connection}
          keyName={keyName}
          revision={revision}
          onReload={onReload}
          onWritten={reread}
          onGone={reread}
        />
      ) : (
        <TypedView
          // Another type under the same name is another value.
          key={state.head.type}
          connection={connection}
          keyName={keyName}
          head={state.head}
          revision={revision}
          onReload={onReload}
          onGone={reread}
          onLength={head.lengthIs}
        />
      )}
    </>
  );
}

function OpenKey(props: DocumentPaneProps) {
  const { connection, keyName } = props;
  const client = useClient();
  const onGone = useLatest(props.onGone);
  const [head] = useState(() =>
    createHeadStore({ client, connection: connection.id, key: keyName, onGone }),
  );
  const [revision, setRevision] = useState(0);
  const [panel, setPanel] = useState<HeadPanel>(null);
  const state = useStore(head.store);
  useEffect(() => {
    void head.load();
    return () => {
      head.dispose();
      measuredOf(client, connection.id).forget(keyName);
    };
  }, [head, client, connection.id, keyName]);
  const onType = useLatest(props.onType);
  const type = state.status === 'ready' ? state.head.type : null;
  useEffect(() => {
    if (type !== null) onType(type);
  }, [type, onType]);
  const reload = () => {
    void head.load();
    setRevision((last) => last + 1);
  };
  // Work on many keys, begun anywhere, may have made another key of it.
  const onTouched = useLatest((touched: Result<Touched>) => {
    if (mayBeTouched(touched, keyName)) reload();
  });
  useEffect(
    () => touchedKeysOf(client, connection.id).listen(onTouched),
    [client, connection.id, onTouched],
  );
  const onKeyDown = useHeadKeys({
    keyName,
    type,
    onPanel: setPanel,
    onReload: reload,
  });
  return (
    <Region
      aria-label={`Key ${escapeBytes(keyName.subarray(0, 200))}`}
      className="flex h-full min-h-0 min-w-0 flex-col bg-surface-2"
      onKeyDown={onKeyDown}
    >
      {state.status === 'ready' ? (
        <ReadyKey
          {...props}
          head={head}
          state={state}
          panel={panel}
          onPanel={setPanel}
          revision={revision}
          onReload={reload}
        />
      ) : null}
      {state.status === 'gone' ? (
        <GoneKey
          how={state.how}
          atMs={state.atMs}
          keyName={keyName}
          separator={connection.separators}
          onRetry={() => void head.retry()}
        />
      ) : null}
      {state.status === 'failed' ? (
        <ErrorNotice
          error={state.error}
          action={
            <Button size="sm" onClick={() => void head.retry()}>
              Try again
            </Button>
          }
        />
      ) : null}
      {state.status === 'loading' ? (
        <Delayed>
          <SkeletonRows columns={[44, 260, null]} rows={2} label="Reading the key" />
        </Delayed>
      ) : null}
    </Region>
  );
}

/** One key: its facts, its value by type, and what can be done with it. */
export function DocumentPane(props: DocumentPaneProps) {
  // All state belongs to one key of one connection.
  return <OpenKey key={`${props.connection.id} ${toBinaryString(props.keyName)}`} {...props} />;
}
