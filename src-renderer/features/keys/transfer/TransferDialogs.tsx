import { useStore } from 'zustand';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { ExportDialog } from './ExportDialog.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import type { TransferDialog } from './transfer-dialog.ts';

/** Main is at work, and nothing is written by it. */
function WaitingDialog(props: {
  readonly title: string;
  readonly description: string;
  readonly what: string;
  readonly onStop: () => void;
}) {
  return (
    <Dialog
      isOpen
      onClose={props.onStop}
      size="sm"
      title={props.title}
      description={props.description}
      footer={
        <Button keys="esc" onClick={props.onStop}>
          Stop
        </Button>
      }
    >
      <p className="text-12 mono ell" role="status">
        {props.what}
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
        <WaitingDialog
          title="Counting the keys"
          description="They are counted, and some of them read for a look at the file. Nothing is written yet."
          what={state.what}
          onStop={dialog.close}
        />
      );
    case 'reading':
      return (
        <WaitingDialog
          title="Reading the file"
          description="It is chosen in the system’s own dialog, then read through once. Nothing is written yet."
          what="NDJSON, CSV or Redis commands"
          onStop={dialog.close}
        />
      );
    case 'export':
      return <ExportDialog state={state} dialog={dialog} connection={connection} />;
    case 'import':
      return <ImportDialog state={state} dialog={dialog} connection={connection} />;
  }
}
