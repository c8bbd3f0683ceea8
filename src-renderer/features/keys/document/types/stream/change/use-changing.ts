import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { commandLine } from '../../../../../../../src-shared/edit-commands.ts';
import type { Output } from '../../../../../../../src-shared/contract/index.ts';
import type { StreamChange } from '../../../../../../../src-shared/contract/stream-changes.ts';
import { streamCommand } from '../../../../../../../src-shared/stream-commands.ts';
import { offerUndo } from '../../../../../../app/removal/offer-undo.ts';
import { useClient } from '../../../../../../client/client-context.ts';
import { formatCountOf } from '../../../../../../ui/format/count.ts';
import { toasts } from '../../../../../../ui/toast-store.ts';
import { useLatest } from '../../../../../../ui/use-latest.ts';
import { writeLock } from '../../../../../../app/write-lock.ts';
import type { ValueProps } from '../../value-props.ts';
import { keptEditsOf } from '../../edit/kept-edits.ts';
import type { Changing, ChangeWords } from '../../change/changing.ts';
import { impactWords, undoWords } from './impact-words.ts';

type Plan = Output<'streams.plan'>;
type Made = Output<'streams.apply'>;

const MOST_NAMED = 5;

/** Which entries XAUTOCLAIM found to be gone from the stream. */
function deletedWords(ids: readonly string[]): readonly string[] {
  if (ids.length === 0) return [];
  const more = ids.length > MOST_NAMED ? ` and ${ids.length - MOST_NAMED} more` : '';
  const named = `${ids.slice(0, MOST_NAMED).join(', ')}${more}`;
  return [
    ids.length === 1
      ? `${named} was deleted from the stream and is not pending any more`
      : `${named} were deleted from the stream and are not pending any more`,
  ];
}

/** What came of it, as the server counted. */
function madeWords({ entries, deletedIds, id }: Made, { kind }: StreamChange): string | undefined {
  const count = formatCountOf(entries, 'entry', 'entries');
  switch (kind) {
    case 'add':
      return id === null ? undefined : `Its ID is ${id}`;
    case 'delete':
    case 'trim':
      return `${count} went`;
    case 'ack':
      return `${count} done with`;
    case 'claim':
      return `${count} changed hands`;
    case 'autoclaim':
      return [`${count} changed hands`, ...deletedWords(deletedIds)].join('; ');
    default:
      return undefined;
  }
}

const wordsOf = (keyName: Uint8Array): ChangeWords<StreamChange, Plan> => ({
  commands: (change) => [commandLine(streamCommand(keyName, change))],
  impact: (change, { impact }) => impactWords(change, impact),
  undo: (change, { undo }) => ({
    isPossible: undo.kind !== 'none',
    text: undoWords(change, undo),
  }),
});

/** Changes of one stream: one at a time, planned, shown, made, and offered to be taken back. */
export function useChanging({
  connection,
  keyName,
  onReload,
}: ValueProps): Changing<StreamChange, Plan, Made> {
  const client = useClient();
  const reload = useLatest(onReload);
  const [kept] = useState(() => keptEditsOf(client, connection.id).of(keyName));
  const { changes } = kept;
  useEffect(() => {
    changes.whenDone((made, change) => {
      const detail = madeWords(made, change);
      const { ticket } = made;
      if (ticket === null) toasts.show({ tone: 'ok', message: 'Done', detail });
      else offerUndo({ client, connection: connection.id, ticket, detail, onUndone: reload });
      reload();
    });
    return kept.show();
  }, [kept, changes, client, connection.id, reload]);
  const state = useStore(changes.store);
  return {
    changes,
    state,
    connection,
    keyName,
    lockOf: (change) => writeLock(connection, streamCommand(keyName, change)[0]),
    words: wordsOf(keyName),
  };
}
