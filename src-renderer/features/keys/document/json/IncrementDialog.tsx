import { type FormEvent, useState } from 'react';
import type { AppError, Result } from '../../../../../src-shared/result.ts';
import { Button } from '../../../../ui/Button.tsx';
import { Dialog } from '../../../../ui/Dialog.tsx';
import { ErrorNotice } from '../../../../ui/ErrorNotice.tsx';
import { Field } from '../../../../ui/Field.tsx';
import { withoutHidden } from '../value/hidden-characters.ts';
import { showCommand } from './json-command.ts';
import { isJsonNumber } from './number-text.ts';

export interface IncrementTarget {
  readonly path: string;
  /** What it was; null where it is hidden by its name. */
  readonly source: string | null;
}

export interface IncrementDialogProps {
  readonly target: IncrementTarget;
  readonly keyName: Uint8Array;
  readonly lock: string | null;
  readonly onClose: () => void;
  readonly onIncrement: (path: string, by: string) => Promise<Result<null>>;
}

const negated = (amount: string): string =>
  amount.startsWith('-') ? amount.slice(1) : `-${amount}`;

/** Adds to a number on the server: it is right whatever somebody else does to it meanwhile. */
export function IncrementDialog({
  target,
  keyName,
  lock,
  onClose,
  onIncrement,
}: IncrementDialogProps) {
  const [amount, setAmount] = useState('1');
  const [running, setRunning] = useState<'add' | 'subtract' | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const by = amount.trim();
  const isNumber = isJsonNumber(by) && Number.isFinite(Number(by));
  const reason = lock ?? (isNumber ? null : 'Write a number first');

  const run = async (kind: 'add' | 'subtract'): Promise<void> => {
    setRunning(kind);
    const result = await onIncrement(target.path, kind === 'add' ? by : negated(by));
    setRunning(null);
    if (result.ok) onClose();
    else setError(result.error);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason === null && running === null) void run('add');
  };

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={`Increment ${withoutHidden(target.path).slice(0, 60)}`}
      description={
        target.source === null ? (
          'The server adds to what is there.'
        ) : (
          <>
            It was <span className="mono">{target.source}</span> when it was read; the server adds
            to what is there.
          </>
        )
      }
      footer={
        <>
          <Button
            busy={running === 'subtract'}
            disabledReason={reason}
            onClick={() => void run('subtract')}
          >
            Subtract
          </Button>
          <Button
            tone="primary"
            keys="enter"
            busy={running === 'add'}
            disabledReason={reason}
            onClick={() => void run('add')}
          >
            Add
          </Button>
        </>
      }
    >
      <form onSubmit={submit}>
        <Field
          label="Amount"
          mono
          autoFocus
          inputMode="decimal"
          value={amount}
          onChange={setAmount}
          error={isNumber || by === '' ? null : 'Write a number: 1, -0.5, 1e3'}
        />
        <p className="mono selectable mt-3 text-11 wrap-anywhere text-text-3">
          {showCommand('JSON.NUMINCRBY', keyName, target.path, isNumber ? by : '1')}
        </p>
        {error === null ? null : <ErrorNotice error={error} className="mt-3 rounded-2" />}
      </form>
    </Dialog>
  );
}
