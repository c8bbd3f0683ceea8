import type { OpenConnection } from '../../../../../src-shared/contract/connections.ts';
import { writeLock } from '../write-lock.ts';
import type { PathEditing } from './path-editing.ts';
import type { PathEdit, PathRemoval } from './path-edits.ts';
import type { PendingJoin } from './pending-commands.ts';
import { PathEditDialog } from './PathEditDialog.tsx';
import { PathRemoveDialog } from './PathRemoveDialog.tsx';

/** What was chosen of a row's menu. */
export type PathChoice =
  | { readonly kind: 'edit'; readonly edit: PathEdit }
  | { readonly kind: 'remove'; readonly removal: PathRemoval };

export interface PathDialogsProps {
  readonly choice: PathChoice | null;
  readonly connection: OpenConnection;
  readonly keyName: Uint8Array;
  readonly editing: PathEditing;
  /** null where there are no pending changes to join: a document that is not read whole. */
  readonly join: PendingJoin | null;
  readonly onClose: () => void;
  readonly onReread: () => void;
}

/** The dialog of what was chosen; none while nothing is. */
export function PathDialogs({ choice, connection, ...rest }: PathDialogsProps) {
  if (choice === null) return null;
  const lock = writeLock(connection, choice.kind === 'edit' ? 'json.set' : 'json.del');
  if (choice.kind === 'edit') return <PathEditDialog {...rest} edit={choice.edit} lock={lock} />;
  return <PathRemoveDialog {...rest} removal={choice.removal} lock={lock} />;
}

/** Why JSON.MERGE cannot be used; null where the server has it. */
export function noMerge({ facts }: OpenConnection): string | null {
  return facts !== null && !facts.commands.includes('json.merge') ? 'needs RedisJSON 2.6' : null;
}
