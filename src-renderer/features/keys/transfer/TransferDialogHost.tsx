import { Suspense } from 'react';
import { useStore } from 'zustand';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import { loadLater } from '../../../lib/load-later.ts';
import type { TransferDialog } from './transfer-dialog.ts';

const TransferDialogs = loadLater(
  async () => (await import('./TransferDialogs.tsx')).TransferDialogs,
);

/** The place of the dialogs, whose code is read when the first is opened. */
export function TransferDialogHost(props: {
  readonly dialog: TransferDialog;
  readonly connection: OpenConnection;
}) {
  const isOpen = useStore(props.dialog.store, ({ status }) => status !== 'closed');
  return isOpen ? (
    <Suspense>
      <TransferDialogs {...props} />
    </Suspense>
  ) : null;
}
