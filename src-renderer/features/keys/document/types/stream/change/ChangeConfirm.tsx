import type { OpenConnection } from '../../../../../../../src-shared/contract/connections.ts';
import { commandLine } from '../../../../../../../src-shared/edit-commands.ts';
import { streamCommand } from '../../../../../../../src-shared/stream-commands.ts';
import { ConfirmDialog } from '../../../../../../ui/ConfirmDialog.tsx';
import type { PlanState } from './change-store.ts';
import { impactWords, undoWords } from './impact-words.ts';
import type { StreamDraft } from './stream-draft.ts';

type Planned = Extract<PlanState, { readonly is: 'ready' | 'applying' }>;

/** Whether a removal is asked about once more: on production, or where it cannot be taken back. */
export const needsWord = (
  { isRemoval }: StreamDraft,
  { plan }: Planned,
  { environment }: OpenConnection,
): boolean => isRemoval && (environment === 'production' || plan.undo.kind === 'none');

export interface ChangeConfirmProps {
  readonly connection: OpenConnection;
  readonly keyName: Uint8Array;
  readonly draft: StreamDraft;
  readonly planned: Planned;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
}

/** The question before something of a stream goes for good, or goes on production. */
export function ChangeConfirm(props: ChangeConfirmProps) {
  const { connection, draft, planned } = props;
  const { change, plan } = planned;
  const { environment, name, address, db } = connection;
  const line = commandLine(streamCommand(props.keyName, change));
  return (
    <ConfirmDialog
      isOpen
      onCancel={props.onCancel}
      onConfirm={props.onConfirm}
      environment={environment}
      server={`${name}, ${address}, db${db}`}
      title={`${draft.title}?`}
      facts={[
        { label: 'What goes', value: impactWords(change, plan.impact) },
        { label: 'Command', value: <span className="mono ell">{line.slice(0, 400)}</span> },
      ]}
      undo={{ isPossible: plan.undo.kind !== 'none', text: undoWords(change, plan.undo) }}
      typedName={environment === 'production' ? environment : null}
      confirmLabel={draft.verb}
    />
  );
}
