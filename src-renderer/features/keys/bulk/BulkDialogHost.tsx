import { Suspense } from 'react';
import { useStore } from 'zustand';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import { loadLater } from '../../../lib/load-later.ts';
import type { BulkDialog } from './bulk-dialog.ts';

const BulkDialogs = loadLater(async () => (await import('./BulkDialogs.tsx')).BulkDialogs);

/** The place of the dialogs, whose code is read when the first is opened. */
export function BulkDialogHost(props: {
  readonly dialog: BulkDialog;
  readonly connection: OpenConnection;
}) {
  const isOpen = useStore(props.dialog.store, ({ kind }) => kind !== 'closed');
  return isOpen ? (
    <Suspense>
      <BulkDialogs {...props} />
    </Suspense>
  ) : null;
}
