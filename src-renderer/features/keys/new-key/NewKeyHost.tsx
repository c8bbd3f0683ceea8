import { Suspense } from 'react';
import { useStore } from 'zustand';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import { loadLater } from '../../../lib/load-later.ts';
import type { NewKeyDialog } from './new-key.ts';

const NewKeyForm = loadLater(async () => (await import('./NewKeyForm.tsx')).NewKeyForm);

/** The place of the dialog, whose code is read when it is first opened. */
export function NewKeyHost(props: {
  readonly dialog: NewKeyDialog;
  readonly connection: OpenConnection;
}) {
  const state = useStore(props.dialog.store);
  return state.status === 'open' ? (
    <Suspense>
      <NewKeyForm {...props} state={state} />
    </Suspense>
  ) : null;
}
