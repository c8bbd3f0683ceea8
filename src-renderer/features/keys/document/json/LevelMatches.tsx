import { Pencil } from 'lucide-react';
import { useState } from 'react';
import type { OpenConnection } from '../../../../../src-shared/contract/connections.ts';
import {
  formatJsonPath,
  isWritablePath,
  type JsonSteps,
} from '../../../../../src-shared/json-path.ts';
import { jsonSource } from '../../../../../src-shared/json-text.ts';
import { useClient } from '../../../../client/client-context.ts';
import { toasts } from '../../../../ui/toast-store.ts';
import type { JsonChange } from './json-change.ts';
import type { QueryResult } from './json-query.ts';
import { jsonRowMenu } from './json-row-menu.ts';
import { type StepsOfMatch, stepsOfMatch } from './match-places.ts';
import { Matches } from './Matches.tsx';
import { type PathChoice, PathDialogs } from './PathDialogs.tsx';
import { placeOfText } from './path-edits.ts';
import type { JsonStores } from './use-json-document.ts';

export interface LevelMatchesProps {
  readonly stores: JsonStores;
  readonly connection: OpenConnection;
  readonly keyName: Uint8Array;
  readonly result: QueryResult;
  /** Whether the document is there, level by level. */
  readonly isLevels: boolean;
}

/** What a path matched of a document that is not read whole: its place is told by the path alone. */
export function LevelMatches({ stores, connection, keyName, result, isLevels }: LevelMatchesProps) {
  const client = useClient();
  const { levels, paths, query } = stores;
  const [choice, setChoice] = useState<PathChoice | null>(null);
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
    const source = jsonSource(result.json, node);
    setChoice({ kind: 'edit', edit: { action: 'set', place: placeOfText(steps, source) } });
  };
  const onEdit = (node: number): void => {
    const place = placeAt(node);
    if (place !== null && isWritablePath(place.steps)) void edit(node, place);
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
                  changes: none,
                  editedNode: null,
                  renderEditor: () => null,
                  onEdit,
                  onEditText: onEdit,
                  onIncrement: () => undefined,
                  onRevert: () => undefined,
                },
              }
        }
      />
      <PathDialogs
        choice={choice}
        connection={connection}
        keyName={keyName}
        editing={paths}
        join={null}
        onClose={() => {
          setChoice(null);
        }}
        onReread={() => void query.run()}
      />
    </>
  );
}

const none: ReadonlyMap<number, JsonChange> = new Map();
