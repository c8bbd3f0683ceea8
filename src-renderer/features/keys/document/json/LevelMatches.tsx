import { Pencil } from 'lucide-react';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { OpenConnection } from '../../../../../src-shared/contract/connections.ts';
import { formatJsonPath, type JsonSteps } from '../../../../../src-shared/json-path.ts';
import { isSecretName } from '../../../../../src-shared/json-secrets.ts';
import { jsonKind, jsonSource } from '../../../../../src-shared/json-text.ts';
import { useClient } from '../../../../client/client-context.ts';
import { toasts } from '../../../../ui/toast-store.ts';
import { selectChanges } from './drafts.ts';
import type { JsonChange } from './json-change.ts';
import { sayIfWritable } from './json-editing.ts';
import type { QueryResult } from './json-query.ts';
import { jsonRowMenu } from './json-row-menu.ts';
import { nodeOfSteps, type StepsOfMatch, stepsOfMatch } from './match-places.ts';
import { Matches } from './Matches.tsx';
import { placeOfText } from './path-edits.ts';
import type { OnChoose } from './PathDialogs.tsx';
import type { JsonStores } from './use-json-document.ts';

export interface LevelMatchesProps {
  readonly stores: JsonStores;
  readonly connection: OpenConnection;
  readonly keyName: Uint8Array;
  readonly result: QueryResult;
  /** Whether the document is there, level by level. */
  readonly isLevels: boolean;
  readonly onChoose: OnChoose;
}

/** The row that shows the value of a change; null where none does for certain: its text has to be what was changed. */
function nodeOfChange(
  { path, json }: Extract<QueryResult, { readonly status: 'ready' }>,
  { steps, before }: JsonChange,
): number | null {
  const node = nodeOfSteps(path, json, steps);
  return node !== null && jsonSource(json, node) === before ? node : null;
}

/** What a path matched of a document that is not read whole: its place is told by the path alone. */
export function LevelMatches(props: LevelMatchesProps) {
  const { stores, connection, keyName, result, isLevels, onChoose } = props;
  const client = useClient();
  const { levels, query, editing, drafts } = stores;
  const changes = useStore(drafts.store, selectChanges(keyName));
  const shown = useMemo(
    () =>
      new Map(
        changes.flatMap((change) => {
          const node = result.status === 'ready' ? nodeOfChange(result, change) : null;
          return node === null ? [] : [[node, change] as const];
        }),
      ),
    [changes, result],
  );
  const placeAt = (node: number): StepsOfMatch | null =>
    result.status === 'ready' ? stepsOfMatch(result.path, result.json, node) : null;

  /** The steps once they are certain; says why where they are not. */
  const certain = async ({ steps, each }: StepsOfMatch): Promise<JsonSteps | null> => {
    if (each === null) return steps;
    const input = { connection: connection.id, key: keyName, steps: [...each.steps] };
    const level = await client.call('json.level', { ...input, offset: 0, count: 1 });
    const isEach =
      level.ok &&
      level.value.state === 'children' &&
      level.value.kind === 'array' &&
      level.value.total === each.count;
    if (isEach) return steps;
    toasts.show({
      tone: 'info',
      message: 'Its place is not certain',
      detail: 'Not every element has a match: a path with an index instead of * leads there',
    });
    return null;
  };
  const locate = async (place: StepsOfMatch): Promise<void> => {
    const steps = await certain(place);
    if (steps === null) return;
    if (await levels.reveal(steps)) return query.clear();
    toasts.show({
      tone: 'info',
      message: `Not listed: ${formatJsonPath(steps)}`,
      detail: 'It is beyond the first 1,000 of its level: it can be read and edited here',
    });
  };
  const edit = async (node: number, place: StepsOfMatch): Promise<void> => {
    const steps = await certain(place);
    if (steps === null || result.status !== 'ready') return;
    const open = editing.openText({ json: result.json, node, steps });
    if (open !== null) onChoose({ kind: 'text', open });
  };
  const increment = async (node: number, place: StepsOfMatch): Promise<void> => {
    const steps = await certain(place);
    if (steps === null || result.status !== 'ready') return;
    const name = steps.at(-1);
    const isHidden = typeof name === 'string' && isSecretName(name);
    const target = { place: placeOfText(steps, jsonSource(result.json, node)), isHidden };
    onChoose({ kind: 'increment', target });
  };
  const onEdit = (node: number): void => {
    const place = placeAt(node);
    if (place !== null && sayIfWritable(place.steps)) void edit(node, place);
  };
  const onIncrement = (node: number): void => {
    const place = placeAt(node);
    if (place === null || result.status !== 'ready') return;
    if (jsonKind(result.json, node) === 'number' && sayIfWritable(place.steps))
      void increment(node, place);
  };
  return (
    <>
      <Matches
        query={query}
        result={result}
        actions={
          !isLevels
            ? null
            : {
                reasonAt: (node) =>
                  placeAt(node) === null ? 'its place is not told by the path' : null,
                onLocate: (node) => {
                  const place = placeAt(node);
                  if (place !== null) void locate(place);
                },
                menuAt: (node) => {
                  if (result.status !== 'ready') return null;
                  const { json } = result;
                  return [
                    ...jsonRowMenu({ client, json, node, keyName: null, actions: null }),
                    { kind: 'separator' },
                    {
                      label: 'Edit as text…',
                      icon: Pencil,
                      keys: 'F2',
                      onSelect: () => {
                        onEdit(node);
                      },
                    },
                  ];
                },
                editing: {
                  changes: shown,
                  addedTo: () => [],
                  editedNode: null,
                  renderEditor: () => null,
                  onEdit,
                  onEditText: onEdit,
                  onIncrement,
                  onRevert: editing.revert,
                  pathOf: (node) => shown.get(node)?.path ?? null,
                },
              }
        }
      />
    </>
  );
}
