import { useEffect, useState } from 'react';
import type { Output } from '../../../../../src-shared/contract/index.ts';
import { formatJsonPath } from '../../../../../src-shared/json-path.ts';
import type { AppError } from '../../../../../src-shared/result.ts';
import { Button } from '../../../../ui/Button.tsx';
import { Dialog } from '../../../../ui/Dialog.tsx';
import { ErrorNotice } from '../../../../ui/ErrorNotice.tsx';
import { formatBytes } from '../../../../ui/format/bytes.ts';
import { withoutHidden } from '../value/hidden-characters.ts';
import { isSecretName } from '../../../../../src-shared/json-secrets.ts';
import { showCommand } from './json-command.ts';
import { JoinButton, JoinNotice } from './JoinPending.tsx';
import type { PendingJoin } from './pending-commands.ts';
import type { PathEditing } from './path-editing.ts';
import { type PathRemoval, removalOf } from './path-edits.ts';

export interface PathRemoveDialogProps {
  readonly removal: PathRemoval;
  readonly keyName: Uint8Array;
  readonly lock: string | null;
  readonly editing: PathEditing;
  readonly join: PendingJoin;
  readonly onClose: () => void;
  /** After somebody else's change: reads the document again. */
  readonly onReread: () => void;
}

type Plan = Output<'json.planRemove'>;
/** Said where the undo's copy is worth a thought. */
const LARGE = 4_194_304;

function Planned({ plan, isSecret }: { readonly plan: Plan; readonly isSecret: boolean }) {
  const { bytes, undoBytes } = plan;
  const preview = isSecret ? '' : plan.preview;
  const isCut = isSecret || plan.isCut;
  return (
    <>
      <pre
        tabIndex={0}
        aria-label="What goes"
        className="code max-h-60 overflow-auto rounded-2 border border-border-1 bg-surface-inset p-2 break-all whitespace-pre-wrap"
      >
        {withoutHidden(preview)}
        {isCut ? <span className="text-text-3">… {formatBytes(bytes)}</span> : null}
      </pre>
      <p className="mt-3 text-12 text-text-2">
        It can be undone for 24 hours, as long as nobody changes what it goes from.
        {undoBytes !== null && undoBytes > LARGE
          ? ` The undo keeps the text of that: ${formatBytes(undoBytes)} in the server’s memory.`
          : null}
      </p>
    </>
  );
}

/** What a removal would take, read again; then the removal itself, only if that is still so. */
export function PathRemoveDialog(props: PathRemoveDialogProps) {
  const { removal, keyName, lock, editing, join, onClose, onReread } = props;
  const [plan, setPlan] = useState<Plan | null>(null);
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    void editing.plan(removal, controller.signal).then((result) => {
      if (controller.signal.aborted) return;
      if (result.ok) setPlan(result.value);
      else setError(result.error);
    });
    return () => {
      controller.abort();
    };
  }, [editing, removal]);

  const run = async (id: Plan['plan']): Promise<void> => {
    setRunning(true);
    const result = await editing.remove(id);
    setRunning(false);
    // A plan is used once: after a failure the place is read again.
    if (result.ok) onClose();
    else setError(result.error);
  };
  const command = removalOf(removal);
  const [name, ...rest] = command.words;
  const { place } = removal;
  const steps =
    removal.removal.kind === 'pop' ? [...place.steps, removal.removal.index] : place.steps;
  const last = steps.at(-1);
  const wait = plan === null || error !== null ? 'Not read' : null;
  const why = join.reasonOf(command);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Delete ${withoutHidden(formatJsonPath(steps)).slice(0, 60)}?`}
      footer={
        <>
          <Button keys="esc" onClick={onClose}>
            Cancel
          </Button>
          <JoinButton
            isFirst={false}
            reason={wait ?? why?.reason ?? null}
            onJoin={() => {
              join.add(command);
              onClose();
            }}
          />
          <Button
            tone="danger"
            busy={isRunning}
            disabledReason={lock ?? wait}
            onClick={() => {
              if (plan !== null) void run(plan.plan);
            }}
          >
            Delete
          </Button>
        </>
      }
    >
      {plan === null ? null : (
        <Planned plan={plan} isSecret={typeof last === 'string' && isSecretName(last)} />
      )}
      <p className="mono selectable mt-3 text-11 wrap-anywhere text-text-3">
        {showCommand(name, keyName, ...rest)}
      </p>
      <div className="mt-3 empty:hidden">
        <JoinNotice join={join} why={why} lock={lock} onClose={onClose} />
      </div>
      {error === null ? null : (
        <>
          <ErrorNotice error={error} className="mt-3 rounded-2" />
          <Button
            size="sm"
            className="mt-2"
            onClick={() => {
              onClose();
              onReread();
            }}
          >
            Read again
          </Button>
        </>
      )}
    </Dialog>
  );
}
