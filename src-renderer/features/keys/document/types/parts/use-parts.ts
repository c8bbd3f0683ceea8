import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { PartsChange } from '../../../../../../src-shared/contract/part-changes.ts';
import { partCommands } from '../../../../../../src-shared/part-commands.ts';
import { offerUndo } from '../../../../../app/removal/offer-undo.ts';
import { useClient } from '../../../../../client/client-context.ts';
import { formatCountOf } from '../../../../../ui/format/count.ts';
import { toasts } from '../../../../../ui/toast-store.ts';
import { useLatest } from '../../../../../ui/use-latest.ts';
import { writeLock } from '../../../../../app/write-lock.ts';
import type { Changing } from '../change/changing.ts';
import type { Editing } from '../edit/use-editing.ts';
import type { ValueProps } from '../value-props.ts';
import type { PartsDraft } from './part-drafts.ts';
import { madeWords, partName, type PartsMade, type PartsPlan, partWordsOf } from './part-words.ts';

export interface PartChanging extends Changing<PartsChange, PartsPlan, PartsMade> {
  /** One change of a value is written at a time. */
  readonly start: (draft: PartsDraft) => void;
}

/** Changes of several parts of one value, each with one undo. */
export function useParts(
  { connection, keyName, onReload }: ValueProps,
  { kept: { parts, edits } }: Editing,
): PartChanging {
  const client = useClient();
  const reload = useLatest(onReload);
  useEffect(() => {
    parts.whenDone((made, change) => {
      const detail = madeWords(made, change);
      const { ticket } = made;
      if (ticket === null)
        toasts.show({
          tone: made.stopped === null ? 'ok' : 'error',
          message: `${formatCountOf(made.parts, partName(change))} removed for good`,
          detail,
        });
      else offerUndo({ client, connection: connection.id, ticket, detail, onUndone: reload });
      reload();
    });
  }, [parts, client, connection.id, reload]);
  const state = useStore(parts.store);
  return {
    changes: parts,
    state,
    connection,
    keyName,
    start: (draft) => {
      edits.cancel();
      parts.start(draft);
    },
    lockOf: (change) => {
      const names = new Set(partCommands(keyName, change).map(([name]) => name));
      const locks = [...names].map((name) => writeLock(connection, name));
      return locks.find((lock) => lock !== null) ?? null;
    },
    words: partWordsOf(keyName),
  };
}
