import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { OpenConnection } from '../../../../../src-shared/contract/connections.ts';
import { writeLock } from '../../../../app/write-lock.ts';
import { selectChanges } from './drafts.ts';
import { IncrementDialog, type IncrementTarget } from './IncrementDialog.tsx';
import type { OpenText } from './json-editing.ts';
import { JsonTextDialog } from './JsonTextDialog.tsx';
import { PathEditDialog } from './PathEditDialog.tsx';
import type { PathEdit, PathRemoval } from './path-edits.ts';
import { PathRemoveDialog } from './PathRemoveDialog.tsx';
import { amountAt, type PendingJoin, whyNotPending } from './pending-commands.ts';
import type { JsonStores } from './use-json-document.ts';

/** What was chosen of a row's menu. */
export type PathChoice =
  | { readonly kind: 'edit'; readonly edit: PathEdit }
  | { readonly kind: 'text'; readonly open: OpenText }
  | { readonly kind: 'increment'; readonly target: IncrementTarget }
  | { readonly kind: 'remove'; readonly removal: PathRemoval };

export type OnChoose = (choice: PathChoice | null) => void;

export interface PathDialogsProps {
  readonly choice: PathChoice | null;
  readonly connection: OpenConnection;
  readonly keyName: Uint8Array;
  readonly stores: JsonStores;
  readonly onClose: () => void;
}

/** The dialog of what was chosen; none while nothing is. What it makes is a pending change. */
export function PathDialogs({ choice, connection, keyName, stores, onClose }: PathDialogsProps) {
  const { editing, saving, paths, drafts } = stores;
  const changes = useStore(drafts.store, selectChanges(keyName));
  const join = useMemo<PendingJoin>(
    () => ({
      reasonOf: (command) => whyNotPending(changes, command),
      add: editing.addCommand,
      onSave: () => void saving.save(),
      amountAt: (path) => amountAt(changes, path),
    }),
    [changes, editing, saving],
  );
  if (choice === null) return null;
  const common = { keyName, join, onClose };
  const lock = writeLock(connection, 'json.set');
  switch (choice.kind) {
    case 'edit':
      return <PathEditDialog {...common} edit={choice.edit} lock={lock} />;
    case 'increment':
      return <IncrementDialog {...common} target={choice.target} lock={lock} />;
    case 'text':
      return (
        <JsonTextDialog
          path={choice.open.path}
          text={choice.open.text}
          onClose={onClose}
          onTake={(text) => {
            editing.putText(choice.open, text);
          }}
        />
      );
    case 'remove':
      return (
        <PathRemoveDialog
          {...common}
          removal={choice.removal}
          lock={writeLock(connection, 'json.del')}
          editing={paths}
          onReread={() => void stores.reread()}
        />
      );
  }
}

/** Why JSON.MERGE cannot be used; null where the server has it. */
export function noMerge({ facts }: OpenConnection): string | null {
  return facts !== null && !facts.commands.includes('json.merge') ? 'needs RedisJSON 2.6' : null;
}
