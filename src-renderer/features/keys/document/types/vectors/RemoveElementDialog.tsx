import { useEffect, useState } from 'react';
import type { Output } from '../../../../../../src-shared/contract/index.ts';
import type { AppError } from '../../../../../../src-shared/result.ts';
import { offerUndo } from '../../../../../app/removal/offer-undo.ts';
import { useClient } from '../../../../../client/client-context.ts';
import { ConfirmDialog } from '../../../../../ui/ConfirmDialog.tsx';
import { formatBytes } from '../../../../../ui/format/bytes.ts';
import { toasts } from '../../../../../ui/toast-store.ts';
import { showBytes } from '../../value/show-bytes.ts';
import { writeLock } from '../../../../../app/write-lock.ts';
import type { ValueProps } from '../value-props.ts';

type Plan = Output<'vectors.planRemove'>;

function undoWords({ undo }: Plan): string {
  return undo.kind === 'none'
    ? `It cannot be undone. ${undo.reason}.`
    : `It can be undone for 24 hours, while nothing else changes the vector set. The undo keeps a copy of the whole set, which takes ${formatBytes(undo.bytes)} in the server.`;
}

export interface RemoveElementDialogProps extends ValueProps {
  readonly element: Uint8Array;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
}

/** Looks what a removal would take and whether it can come back, and asks. */
export function RemoveElementDialog(props: RemoveElementDialogProps) {
  const { connection, keyName, element, onClose, onReload } = props;
  const { environment, name, address, db } = connection;
  const client = useClient();
  const [plan, setPlan] = useState<Plan | null>(null);
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const input = { connection: connection.id, key: keyName, element };
    void client.call('vectors.planRemove', input, { signal }).then((result) => {
      if (signal.aborted) return;
      if (result.ok) setPlan(result.value);
      else setError(result.error);
    });
    return () => {
      controller.abort();
    };
  }, [client, connection.id, keyName, element]);
  const title = showBytes(element, 60);
  const run = async (): Promise<void> => {
    if (plan === null) return;
    setRunning(true);
    const input = { connection: connection.id, planId: plan.plan };
    const result = await client.call('vectors.applyRemove', input);
    setRunning(false);
    if (!result.ok) {
      // A plan is used once.
      setError(result.error);
      return;
    }
    const { ticket } = result.value;
    if (ticket === null) toasts.show({ tone: 'ok', message: `Removed ${title}` });
    else offerUndo({ client, connection: connection.id, ticket, onUndone: onReload });
    props.onRemoved();
    onReload();
  };
  const wait = error !== null ? 'Close this and look again' : plan === null ? 'Not read yet' : null;
  return (
    <ConfirmDialog
      isOpen
      onCancel={onClose}
      onConfirm={() => void run()}
      environment={environment}
      server={`${name}, ${address}, db${db}`}
      title={`Remove ${title}?`}
      facts={[
        {
          label: 'What goes',
          value:
            plan?.isLast === true
              ? 'The element, and the key: it is the last one'
              : 'The element, its vector and its attributes',
        },
        {
          label: 'Command',
          value: <span className="mono ell">{plan?.command.slice(0, 400) ?? '…'}</span>,
        },
      ]}
      undo={{
        isPossible: plan !== null && plan.undo.kind === 'whole',
        text: plan === null ? 'Looking whether it can be undone' : undoWords(plan),
      }}
      typedName={environment === 'production' ? environment : null}
      confirmLabel={plan?.undo.kind === 'none' ? 'Remove for good' : 'Remove'}
      busyLabel={isRunning ? 'Removing' : null}
      disabledReason={writeLock(connection, 'vrem') ?? wait}
      error={error}
    />
  );
}
