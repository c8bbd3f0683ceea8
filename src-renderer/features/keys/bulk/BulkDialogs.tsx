import { useStore } from 'zustand';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import type { BulkDialog } from './bulk-dialog.ts';
import { CopyDialog } from './CopyDialog.tsx';
import { ExpireDialog } from './ExpireDialog.tsx';
import { RenameDialog } from './RenameDialog.tsx';

/** What is asked before many keys are changed from the list. */
export function BulkDialogs({
  dialog,
  connection,
}: {
  readonly dialog: BulkDialog;
  readonly connection: OpenConnection;
}) {
  const state = useStore(dialog.store);
  if (state.kind === 'closed') return null;
  const props = {
    connection,
    target: state.target,
    onClose: dialog.close,
    onConfirm: dialog.confirm,
  };
  switch (state.kind) {
    case 'expire':
      return <ExpireDialog {...props} />;
    case 'rename':
      return <RenameDialog {...props} />;
    case 'copy':
      return <CopyDialog {...props} />;
  }
}
