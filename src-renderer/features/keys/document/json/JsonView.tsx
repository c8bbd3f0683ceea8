import { FilePen, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { OpenConnection } from '../../../../../src-shared/contract/connections.ts';
import { useClient } from '../../../../client/client-context.ts';
import { Banner } from '../../../../ui/Banner.tsx';
import { Button } from '../../../../ui/Button.tsx';
import { ErrorNotice } from '../../../../ui/ErrorNotice.tsx';
import { Delayed, SkeletonRows } from '../../../../ui/Skeleton.tsx';
import { TextLines } from '../value/TextLines.tsx';
import { ViewBar } from '../ViewBar.tsx';
import { writeLock } from '../../../../app/write-lock.ts';
import { selectChanges } from './drafts.ts';
import { textLock, valueAt } from './json-editing.ts';
import { FoldButtons, JsonModes } from './JsonModes.tsx';
import { LevelDocument } from './LevelDocument.tsx';
import { LevelMatches } from './LevelMatches.tsx';
import { showsQuery } from './Matches.tsx';
import { type OnChoose, type PathChoice, PathDialogs } from './PathDialogs.tsx';
import { PendingBar } from './PendingBar.tsx';
import { QueryError, QueryField } from './QueryField.tsx';
import { ReadyDocument } from './ReadyDocument.tsx';
import { type JsonStores, useJsonDocument } from './use-json-document.ts';

export interface JsonViewProps {
  readonly connection: OpenConnection;
  readonly keyName: Uint8Array;
  readonly revision: number;
  readonly onReload: () => void;
  readonly onWritten: () => void;
  readonly onGone: () => void;
}

interface BodyProps extends JsonViewProps {
  readonly stores: JsonStores;
  readonly onChoose: OnChoose;
}

function Body(props: BodyProps) {
  const { stores, onReload } = props;
  const state = useStore(stores.document.store);
  const result = useStore(stores.query.store, (query) => query.result);
  if (state.status !== 'ready' && showsQuery(result))
    return <LevelMatches {...props} result={result} isLevels={state.status === 'tooLarge'} />;
  switch (state.status) {
    case 'loading':
      return (
        <Delayed>
          <SkeletonRows columns={[180, null, 60]} rows={12} label="Reading the document" />
        </Delayed>
      );
    case 'failed':
      return (
        <ErrorNotice
          error={state.error}
          action={
            <Button size="sm" onClick={onReload}>
              Try again
            </Button>
          }
        />
      );
    case 'tooLarge':
      return <LevelDocument {...props} bytes={state.bytes} refresh={state.refresh} />;
    case 'unreadable':
      return (
        <>
          <Banner tone="warn" icon={TriangleAlert} title="Not read as JSON.">
            {state.error.message}, at character {state.error.offset + 1}
          </Banner>
          <TextLines label="Document as text" text={state.text} />
        </>
      );
    case 'ready':
      return <ReadyDocument {...props} state={state} />;
  }
}

/** What is pending of a document, however much of it is read. */
function Pending({ stores, connection, keyName }: BodyProps) {
  const changes = useStore(stores.drafts.store, selectChanges(keyName));
  const state = useStore(stores.document.store);
  if (changes.length === 0 || (state.status !== 'ready' && state.status !== 'tooLarge'))
    return null;
  const edit = state.status === 'ready' ? state.edit : null;
  return (
    <PendingBar
      keyName={keyName}
      readAtMs={state.status === 'ready' ? state.readAtMs : null}
      isUnfinished={edit !== null && edit.error !== null}
      changes={changes}
      editing={stores.editing}
      saving={stores.saving}
      lock={writeLock(connection, 'json.set')}
    />
  );
}

/** A JSON document: tree and text, edited in place, queried by JSONPath. */
export function JsonView(props: JsonViewProps) {
  const client = useClient();
  const stores = useJsonDocument({ ...props, client });
  const isReading = useStore(
    stores.document.store,
    (state) => state.status === 'ready' && state.refresh.status === 'running',
  );
  const [choice, setChoice] = useState<PathChoice | null>(null);
  const ready = useStore(stores.document.store, (state) =>
    state.status === 'ready' ? state : null,
  );
  const isByLevels = useStore(stores.document.store, ({ status }) => status === 'tooLarge');
  const showsMatches = useStore(stores.query.store, ({ result }) => showsQuery(result));
  return (
    <>
      <ViewBar
        onReload={props.onReload}
        isBusy={isReading}
        end={
          isByLevels && !showsMatches ? null : (
            <FoldButtons onFold={showsMatches ? stores.query.fold : stores.document.fold} />
          )
        }
      >
        {isByLevels && !showsMatches ? null : <JsonModes />}
        {ready === null || showsMatches ? null : (
          <Button
            size="sm"
            tone="ghost"
            icon={FilePen}
            disabledReason={textLock(ready.json, 0)}
            onClick={() => {
              const open = stores.editing.openText(valueAt(ready.json, 0));
              if (open !== null) setChoice({ kind: 'text', open });
            }}
          >
            Edit as text
          </Button>
        )}
        <QueryField query={stores.query} />
      </ViewBar>
      <QueryError query={stores.query} />
      <Body {...props} stores={stores} onChoose={setChoice} />
      <Pending {...props} stores={stores} onChoose={setChoice} />
      <PathDialogs
        choice={choice}
        connection={props.connection}
        keyName={props.keyName}
        stores={stores}
        onClose={() => {
          setChoice(null);
        }}
      />
    </>
  );
}
