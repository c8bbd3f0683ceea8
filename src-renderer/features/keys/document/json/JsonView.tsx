import { FilePen, TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { OpenConnection } from '../../../../../src-shared/contract/connections.ts';
import { jsonPath } from '../../../../../src-shared/json-path.ts';
import { jsonKind, jsonSource, type JsonText } from '../../../../../src-shared/json-text.ts';
import { useClient } from '../../../../client/client-context.ts';
import { Banner } from '../../../../ui/Banner.tsx';
import { Button } from '../../../../ui/Button.tsx';
import { ErrorNotice } from '../../../../ui/ErrorNotice.tsx';
import { Delayed, SkeletonRows } from '../../../../ui/Skeleton.tsx';
import { copyText } from '../copy-text.ts';
import { TextLines } from '../value/TextLines.tsx';
import { ViewBar } from '../ViewBar.tsx';
import { writeLock } from '../write-lock.ts';
import { selectChanges } from './drafts.ts';
import { type OpenText, sayIfWritable, textLock, unwritable } from './json-editing.ts';
import { IncrementDialog, type IncrementTarget } from './IncrementDialog.tsx';
import { changesByNode } from './json-change.ts';
import { jsonRowMenu, plainValue } from './json-row-menu.ts';
import type { ReadyJson } from './json-store.ts';
import { JsonBody } from './JsonBody.tsx';
import { FoldButtons, JsonModes } from './JsonModes.tsx';
import type { JsonTreeEditing } from './JsonTree.tsx';
import { LevelDocument } from './LevelDocument.tsx';
import { LevelMatches } from './LevelMatches.tsx';
import { matchPlaces } from './match-places.ts';
import { Matches, showsQuery, useMatchEditing } from './Matches.tsx';
import { placeOf } from './path-edits.ts';
import { pathMenu } from './path-menu.ts';
import { noMerge, type PathChoice, PathDialogs } from './PathDialogs.tsx';
import { whyNotPending } from './pending-commands.ts';
import { JsonTextDialog } from './JsonTextDialog.tsx';
import { PendingBar } from './PendingBar.tsx';
import { QueryError, QueryField } from './QueryField.tsx';
import { type JsonStores, useJsonDocument } from './use-json-document.ts';
import { ValueEditor } from './ValueEditor.tsx';

export interface JsonViewProps {
  readonly connection: OpenConnection;
  readonly keyName: Uint8Array;
  readonly revision: number;
  readonly onReload: () => void;
  readonly onWritten: () => void;
  readonly onGone: () => void;
}

interface ReadyProps extends JsonViewProps {
  readonly stores: JsonStores;
  readonly written: OpenText | null;
  readonly onWrite: (written: OpenText | null) => void;
  readonly state: ReadyJson;
}

function pathMenuOf(
  json: JsonText,
  node: number,
  connection: OpenConnection,
  onChoose: (choice: PathChoice) => void,
) {
  const parent = json.parents[node] ?? 0;
  const isElement = node > 0 && jsonKind(json, parent) === 'array';
  return pathMenu({
    place: placeOf(json, node),
    parent: isElement ? { place: placeOf(json, parent), index: json.places[node] ?? 0 } : null,
    reason: unwritable(json, node) === null ? null : 'RedisJSON cannot write here',
    noMerge: noMerge(connection),
    onEdit: (edit) => {
      onChoose({ kind: 'edit', edit });
    },
    onRemove: (removal) => {
      onChoose({ kind: 'remove', removal });
    },
  });
}

function ReadyDocument(props: ReadyProps) {
  const { stores, state, connection, keyName, written, onWrite } = props;
  const client = useClient();
  const { document, editing, saving, drafts } = stores;
  const { json, edit } = state;
  const result = useStore(stores.query.store, (query) => query.result);
  const changes = useStore(drafts.store, selectChanges(keyName));
  const byNode = useMemo(() => changesByNode(json, changes), [json, changes]);
  const [target, setTarget] = useState<IncrementTarget | null>(null);
  const [choice, setChoice] = useState<PathChoice | null>(null);
  const lock = writeLock(connection, 'json.set');
  const onEditText = (node: number) => {
    if (textLock(json, node) !== null) return;
    onWrite(editing.openText(node));
  };
  const onIncrement = (node: number) => {
    if (jsonKind(json, node) !== 'number' || !sayIfWritable(json, node)) return;
    setTarget({ path: jsonPath(json, node), source: jsonSource(json, node) });
  };
  const actions = {
    onEdit: editing.begin,
    onEditText,
    onIncrement,
    onRevert: editing.revert,
    isChanged: (node: number) => byNode.has(node),
    pathMenu: (node: number) => pathMenuOf(json, node, connection, setChoice),
  };
  const treeEditing: JsonTreeEditing = {
    changes: byNode,
    editedNode: edit?.node ?? null,
    renderEditor: (onLeave) =>
      edit === null ? null : (
        <ValueEditor
          key={edit.node}
          edit={edit}
          path={jsonPath(json, edit.node)}
          before={jsonSource(json, edit.node)}
          editing={editing}
          onLeave={onLeave}
        />
      ),
    pathOf: (node) => jsonPath(json, node),
    ...actions,
  };
  const rowMenu = (node: number) => jsonRowMenu({ client, json, node, keyName, actions });
  const places = useMemo(
    () => (result.status === 'ready' ? matchPlaces(result.path, json, result.json) : null),
    [result, json],
  );
  const matchEditing = useMatchEditing(treeEditing, places);
  return (
    <>
      {state.refresh.status === 'failed' ? <ErrorNotice error={state.refresh.error} /> : null}
      {showsQuery(result) ? (
        <Matches
          query={stores.query}
          result={result}
          actions={{
            reasonAt: (node) =>
              (places?.nodeOf(node) ?? null) === null ? 'its place is not certain' : null,
            onLocate: (node) => {
              const place = places?.nodeOf(node) ?? null;
              if (place === null || !editing.finish()) return;
              document.locate(place);
              stores.query.clear();
            },
            menuAt: (node) => {
              const place = places?.nodeOf(node) ?? null;
              return place === null ? null : rowMenu(place);
            },
            editing: matchEditing,
          }}
        />
      ) : (
        <div className="min-h-0 grow">
          <JsonBody
            label="Document"
            json={json}
            folding={state.folding}
            onFold={document.fold}
            active={state.active}
            onActiveChange={document.activate}
            onCopy={(node) => void copyText(client, plainValue(json, node), 'the value')}
            rowMenu={rowMenu}
            editing={treeEditing}
          />
        </div>
      )}
      {written === null ? null : (
        <JsonTextDialog
          path={written.path}
          text={written.text}
          onClose={() => {
            onWrite(null);
          }}
          onTake={(text) => {
            editing.putText(written, text);
          }}
        />
      )}
      {changes.length === 0 ? null : (
        <PendingBar
          keyName={keyName}
          state={state}
          changes={changes}
          editing={editing}
          saving={saving}
          lock={lock}
        />
      )}
      {target === null ? null : (
        <IncrementDialog
          target={target}
          keyName={keyName}
          lock={writeLock(connection, 'json.numincrby')}
          onClose={() => {
            setTarget(null);
          }}
          onIncrement={stores.paths.increment}
        />
      )}
      <PathDialogs
        choice={choice}
        connection={connection}
        keyName={keyName}
        editing={stores.paths}
        join={{
          reasonOf: (command) => whyNotPending(changes, command),
          add: editing.addCommand,
          onSave: () => void saving.save(),
        }}
        onClose={() => {
          setChoice(null);
        }}
        onReread={() => void document.load()}
      />
    </>
  );
}

function Body(props: Omit<ReadyProps, 'state'>) {
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
      return <LevelDocument {...props} bytes={state.bytes} />;
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

/** A JSON document: tree and text, edited in place, queried by JSONPath. */
export function JsonView(props: JsonViewProps) {
  const client = useClient();
  const stores = useJsonDocument({ ...props, client });
  const isReading = useStore(
    stores.document.store,
    (state) => state.status === 'ready' && state.refresh.status === 'running',
  );
  const [written, setWritten] = useState<OpenText | null>(null);
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
              setWritten(stores.editing.openText(0));
            }}
          >
            Edit as text
          </Button>
        )}
        <QueryField query={stores.query} />
      </ViewBar>
      <QueryError query={stores.query} />
      <Body {...props} stores={stores} written={written} onWrite={setWritten} />
    </>
  );
}
