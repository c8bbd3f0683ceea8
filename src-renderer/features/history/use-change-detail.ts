import { useEffect, useState } from 'react';
import type { Output } from '../../../src-shared/contract/index.ts';
import type { HistoryEntry } from '../../../src-shared/contract/undo.ts';
import type { AppError } from '../../../src-shared/result.ts';
import { useClient } from '../../client/client-context.ts';

export interface ChangeDetail {
  readonly preview: Output<'undo.preview'> | null;
  /** As the server is now; null while its connection is not open. */
  readonly check: Output<'undo.check'> | null;
  readonly conflicts: Output<'undo.conflicts'>['conflicts'];
  readonly error: AppError | null;
}

const nothing: ChangeDetail = { preview: null, check: null, conflicts: [], error: null };

/** What an undo of this change would do and what stands in its way; read again when its state changes. */
export function useChangeDetail(entry: HistoryEntry): ChangeDetail {
  const client = useClient();
  const [detail, setDetail] = useState<ChangeDetail>(nothing);
  const { id: ticket, connection, state, lastUndo } = entry;
  const isUndoable = state.is === 'undoable';
  const undoneAtMs = lastUndo?.atMs ?? null;
  const hasConflicts = (lastUndo?.conflictCount ?? 0) > 0;
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    setDetail(nothing);
    const add = (part: Partial<ChangeDetail>): void => {
      if (!signal.aborted) setDetail((before) => ({ ...before, ...part }));
    };
    if (isUndoable)
      void client.call('undo.preview', { ticket }, { signal }).then((result) => {
        add(result.ok ? { preview: result.value } : { error: result.error });
      });
    if (isUndoable && connection !== null)
      void client.call('undo.check', { connection, ticket }, { signal }).then((result) => {
        add(result.ok ? { check: result.value } : { error: result.error });
      });
    if (hasConflicts)
      void client.call('undo.conflicts', { ticket }, { signal }).then((result) => {
        add(result.ok ? { conflicts: result.value.conflicts } : { error: result.error });
      });
    return () => controller.abort();
  }, [client, ticket, connection, isUndoable, hasConflicts, undoneAtMs]);
  return detail;
}
