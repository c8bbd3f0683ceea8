import { type FormEvent, useState } from 'react';
import { addJsonNumbers, isJsonNumber } from '../../../../../src-shared/json-number.ts';
import { formatJsonPath } from '../../../../../src-shared/json-path.ts';
import { Button } from '../../../../ui/Button.tsx';
import { Dialog } from '../../../../ui/Dialog.tsx';
import { Field } from '../../../../ui/Field.tsx';
import { withoutHidden } from '../value/hidden-characters.ts';
import { JoinNotice } from './JoinPending.tsx';
import { showCommand } from './json-command.ts';
import { incrementOf, type JsonPlace } from './path-edits.ts';
import type { PendingJoin } from './pending-commands.ts';

export interface IncrementTarget {
  readonly place: JsonPlace;
  /** The number is hidden by its name. */
  readonly isHidden: boolean;
}

export interface IncrementDialogProps {
  readonly target: IncrementTarget;
  readonly keyName: Uint8Array;
  readonly lock: string | null;
  readonly join: PendingJoin;
  readonly onClose: () => void;
}

const negated = (amount: string): string =>
  amount.startsWith('-') ? amount.slice(1) : `-${amount}`;

/** What is added to a number on saving, by the server: it is right whatever somebody else does to it meanwhile. */
export function IncrementDialog({ target, keyName, lock, join, onClose }: IncrementDialogProps) {
  const { place, isHidden } = target;
  const path = formatJsonPath(place.steps);
  const [amount, setAmount] = useState(join.amountAt(path) ?? '1');
  const by = amount.trim();
  const isNumber = isJsonNumber(by) && Number.isFinite(Number(by));
  const command = incrementOf(place, isNumber ? by : '1');
  const why = join.reasonOf(command);
  const before = place.expected.is === 'text' && !isHidden ? place.expected.text : null;
  const after = before === null || !isNumber ? null : addJsonNumbers(before, by);
  const reasonFor = (added: string): string | null =>
    isNumber ? (join.reasonOf(incrementOf(place, added))?.reason ?? null) : 'Write a number first';

  const add = (added: string): void => {
    join.add(incrementOf(place, added));
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reasonFor(by) === null) add(by);
  };

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={`Increment ${withoutHidden(path).slice(0, 60)}`}
      description="It becomes a pending change; on saving the server adds to what is there then."
      footer={
        <>
          <Button
            disabledReason={reasonFor(negated(by))}
            onClick={() => {
              add(negated(by));
            }}
          >
            Subtract
          </Button>
          <Button
            tone="primary"
            keys="enter"
            disabledReason={reasonFor(by)}
            onClick={() => {
              add(by);
            }}
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
          onFocus={(event) => {
            event.currentTarget.select();
          }}
          onChange={setAmount}
          error={isNumber || by === '' ? null : 'Write a number: 1, -0.5, 1e3'}
        />
        {before === null ? null : (
          <p className="mt-3 text-12 text-text-2">
            It was <span className="mono">{before}</span> when it was read
            {after === null ? null : (
              <>
                ; with this it is <span className="mono">{after}</span>
              </>
            )}
            .
          </p>
        )}
        <p className="mono selectable mt-3 text-11 wrap-anywhere text-text-3">
          {showCommand(command.words[0], keyName, ...command.words.slice(1))}
        </p>
        <div className="mt-3 empty:hidden">
          <JoinNotice join={join} why={why} lock={lock} onClose={onClose} />
        </div>
      </form>
    </Dialog>
  );
}
