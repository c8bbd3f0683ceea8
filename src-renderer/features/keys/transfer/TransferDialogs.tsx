import { useStore } from 'zustand';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import { PlanningDialog } from '../../../app/removal/PlanningDialog.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { ExportDialog } from './ExportDialog.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import type { TransferDialog } from './transfer-dialog.ts';

/** Main reads the file, and nothing is written by it. */
function ReadingDialog({ onStop }: { readonly onStop: () => void }) {
  return (
    <Dialog
      isOpen
      onClose={onStop}
      size="sm"
      title="Reading the file"
      description="It is chosen in the system’s own dialog, then read through once. Nothing is written yet."
      footer={
        <Button keys="esc" onClick={onStop}>
          Stop
        </Button>
      }
    >
      <p className="text-12 mono ell" role="status">
        NDJSON, CSV or Redis commands
      </p>
    </Dialog>
  );
}

/** What is asked before keys go to a file or come from one. */
export function TransferDialogs({
  dialog,
  connection,
}: {
  readonly dialog: TransferDialog;
  readonly connection: OpenConnection;
}) {
  const state = useStore(dialog.store);
  switch (state.status) {
    case 'closed':
      return null;
    case 'counting':
      return (
        <PlanningDialog
          description="They are counted, and some of them read for a look at the file. Nothing is written yet."
          what={state.what}
          progress={state.progress}
          onStop={dialog.close}
        />
      );
    case 'reading':
      return <ReadingDialog onStop={dialog.close} />;
    case 'export':
      return <ExportDialog state={state} dialog={dialog} connection={connection} />;
    case 'import':
      return <ImportDialog state={state} dialog={dialog} connection={connection} />;
  }
}
