import { type KeyboardEvent, useState } from 'react';
import type { AppError } from '../../../../../../src-shared/result.ts';
import { quoteArgument } from '../../../../../../src-shared/redis-value.ts';
import { offerUndo } from '../../../../../app/removal/offer-undo.ts';
import { useClient } from '../../../../../client/client-context.ts';
import { Button } from '../../../../../ui/Button.tsx';
import { Dialog } from '../../../../../ui/Dialog.tsx';
import { ErrorNotice } from '../../../../../ui/ErrorNotice.tsx';
import { Field } from '../../../../../ui/Field.tsx';
import { writeLock } from '../../../../../app/write-lock.ts';
import { sampleTime } from './sample-time.ts';
import type { SeriesDialogProps } from './SeriesDialogs.tsx';

const NUMBER = /^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$/;

/** One sample, where there is none yet. */
export function AddSampleDialog({
  connection,
  keyName,
  info,
  onClose,
  onReload,
}: SeriesDialogProps) {
  const client = useClient();
  const [time, setTime] = useState(() => String(Date.now()));
  const [value, setValue] = useState('');
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const atMs = sampleTime(time);
  const number = value.trim();
  const isNumber = NUMBER.test(number) && Number.isFinite(Number(number));
  const reason =
    writeLock(connection, 'ts.add') ??
    (atMs === null ? 'Write a time' : isNumber ? null : 'Write a number');
  const run = async (): Promise<void> => {
    if (reason !== null || atMs === null || isRunning) return;
    setRunning(true);
    const input = { connection: connection.id, key: keyName, atMs, value: number };
    const result = await client.call('series.add', input);
    setRunning(false);
    if (!result.ok) {
      setError(result.error);
      return;
    }
    const { ticket } = result.value;
    offerUndo({ client, connection: connection.id, ticket, onUndone: onReload });
    onReload();
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    void run();
  };
  const drops = info.retentionMs !== '0' || info.rules.length > 0;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Add a sample"
      footer={
        <>
          <Button keys="esc" onClick={onClose}>
            Cancel
          </Button>
          <Button
            tone="primary"
            keys="enter"
            busy={isRunning}
            disabledReason={reason}
            onClick={() => void run()}
          >
            Add
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3" onKeyDown={onKeyDown}>
        <Field
          label="Time"
          mono
          value={time}
          onChange={setTime}
          hint="Milliseconds, or 2026-11-23 14:05"
          error={atMs === null && time !== '' ? 'Write milliseconds, or 2026-11-23 14:05' : null}
        />
        <Field
          label="Value"
          mono
          inputMode="decimal"
          value={value}
          onChange={setValue}
          error={isNumber || number === '' ? null : 'Write a number: 1, -0.5, 1e3'}
        />
        <p className="mono selectable text-11 wrap-anywhere text-text-3">
          TS.ADD {quoteArgument(keyName)} {atMs ?? '…'} {isNumber ? number : '…'}
        </p>
        {drops ? (
          <p className="text-12 text-text-2">
            Undo removes this sample. What the series dropped because of its retention, and what was
            made from it by its rules, stays as it is then.
          </p>
        ) : null}
        {error === null ? null : <ErrorNotice error={error} className="rounded-2" />}
      </div>
    </Dialog>
  );
}
