import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { OpenConnection } from '../../../../../src-shared/contract/connections.ts';
import { jsonPath, jsonSteps } from '../../../../../src-shared/json-path.ts';
import { isSecretName } from '../../../../../src-shared/json-secrets.ts';
import {
  jsonKind,
  jsonName,
  jsonSource,
  type JsonText,
} from '../../../../../src-shared/json-text.ts';
import { useClient } from '../../../../client/client-context.ts';
import { ErrorNotice } from '../../../../ui/ErrorNotice.tsx';
import { copyText } from '../copy-text.ts';
import { addedNames } from './change-marks.tsx';
import { selectChanges } from './drafts.ts';
import { changesByNode } from './json-change.ts';
import { sayIfWritable, textLock, unwritable, valueAt } from './json-editing.ts';
import { jsonRowMenu, plainValue } from './json-row-menu.ts';
import type { ReadyJson } from './json-store.ts';
import { JsonBody } from './JsonBody.tsx';
import type { JsonTreeEditing } from './JsonTree.tsx';
import { matchPlaces } from './match-places.ts';
import { Matches, showsQuery, useMatchEditing } from './Matches.tsx';
import { placeOf } from './path-edits.ts';
import { pathMenu } from './path-menu.ts';
import { noMerge, type OnChoose } from './PathDialogs.tsx';
import type { JsonStores } from './use-json-document.ts';
import { ValueEditor } from './ValueEditor.tsx';

function pathMenuOf(json: JsonText, node: number, connection: OpenConnection, onChoose: OnChoose) {
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

export interface ReadyDocumentProps {
  readonly stores: JsonStores;
  readonly state: ReadyJson;
  readonly connection: OpenConnection;
  readonly keyName: Uint8Array;
  readonly onChoose: OnChoose;
}

/** A document that was read whole, or what a path matched of it. */
export function ReadyDocument(props: ReadyDocumentProps) {
  const { stores, state, connection, keyName, onChoose } = props;
  const client = useClient();
  const { document, editing, drafts } = stores;
  const { json, edit } = state;
  const result = useStore(stores.query.store, (query) => query.result);
  const changes = useStore(drafts.store, selectChanges(keyName));
  const byNode = useMemo(() => changesByNode(json, changes), [json, changes]);
  const added = useMemo(() => addedNames(changes), [changes]);
  const addedTo = (node: number): readonly string[] =>
    added.size === 0 ? [] : (added.get(jsonPath(json, node)) ?? []);
  const onEditText = (node: number) => {
    const open = textLock(json, node) === null ? editing.openText(valueAt(json, node)) : null;
    if (open !== null) onChoose({ kind: 'text', open });
  };
  const onIncrement = (node: number) => {
    if (jsonKind(json, node) !== 'number' || !sayIfWritable(jsonSteps(json, node))) return;
    const isHidden = isSecretName(jsonName(json, node) ?? '');
    onChoose({ kind: 'increment', target: { place: placeOf(json, node), isHidden } });
  };
  const actions = {
    onEdit: editing.begin,
    onEditText,
    onIncrement,
    onRevert: editing.revert,
    isChanged: (node: number) => byNode.has(node),
    pathMenu: (node: number) => pathMenuOf(json, node, connection, onChoose),
  };
  const treeEditing: JsonTreeEditing = {
    changes: byNode,
    addedTo,
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
    </>
  );
}
