import { useState } from 'react';
import type { Output } from '../../../../../../src-shared/contract/index.ts';
import { LIMITS } from '../../../../../../src-shared/limits.ts';
import { quoteArgument } from '../../../../../../src-shared/redis-value.ts';
import type { AppError } from '../../../../../../src-shared/result.ts';
import { offerUndo } from '../../../../../app/removal/offer-undo.ts';
import { useClient } from '../../../../../client/client-context.ts';
import { Button } from '../../../../../ui/Button.tsx';
import { Dialog } from '../../../../../ui/Dialog.tsx';
import { ErrorNotice } from '../../../../../ui/ErrorNotice.tsx';
import { Field } from '../../../../../ui/Field.tsx';
import { formatClock } from '../../../../../ui/format/clock.ts';
import { formatCount, formatCountOf } from '../../../../../ui/format/count.ts';
import { toasts } from '../../../../../ui/toast-store.ts';
import { writeLock } from '../../../../../app/write-lock.ts';
import { sampleTime } from './sample-time.ts';
import type { SeriesDialogProps } from './SeriesDialogs.tsx';

type Plan = Output<'series.planDelete'>;

function Planned({ plan, hasRules }: { readonly plan: Plan; readonly hasRules: boolean }) {
  const { count, canUndo, firstAtMs, lastAtMs } = plan;
  if (count === 0) return <p className="text-12 text-text-2">No sample in this range</p>;
  const most = formatCount(LIMITS.seriesUndoSamples);
  return (
    <>
      <p className="text-12">
        {canUndo ? formatCountOf(count, 'sample') : `More than ${most} samples`}
        {canUndo && firstAtMs !== null && lastAtMs !== null
          ? `, ${formatClock(Number(firstAtMs))} to ${formatClock(Number(lastAtMs))}`
          : null}
      </p>
      {canUndo ? (
        <p className="text-12 text-text-2">
          It can be undone for 24 hours, while nothing else is written into the range and the
          samples are not older than the retention.
        </p>
      ) : (
        <p role="alert" className="text-12 text-danger">
          It cannot be undone: the undo keeps at most {most} samples. Delete smaller ranges to keep
          the undo.
        </p>
      )}
      {hasRules ? (
        <p className="text-12 text-text-2">The series made from this one change with it.</p>
      ) : null}
    </>
  );
}

/** A range of samples: counted first, then removed as counted. */
export function DeleteRangeDialog(props: SeriesDialogProps) {
  const { connection, keyName, info, range, onClose, onReload } = props;
  const client = useClient();
  const [from, setFrom] = useState(range.from);
  const [to, setTo] = useState(range.to);
  const [plan, setPlan] = useState<Plan | null>(null);
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const [fromMs, toMs] = [sampleTime(from), sampleTime(to)];
  const isRange = fromMs !== null && toMs !== null && BigInt(fromMs) <= BigInt(toMs);
  const wrong = isRange ? null : 'Write two times, the earlier one first';
  const edit = (set: (text: string) => void) => (text: string) => {
    set(text);
    setPlan(null);
    setError(null);
  };
  const look = async (): Promise<void> => {
    if (fromMs === null || toMs === null) return;
    setRunning(true);
    const input = { connection: connection.id, key: keyName, from: fromMs, to: toMs };
    const result = await client.call('series.planDelete', input);
    setRunning(false);
    if (result.ok) setPlan(result.value);
    else setError(result.error);
  };
  const remove = async (planId: Plan['plan']): Promise<void> => {
    setRunning(true);
    const result = await client.call('series.applyDelete', { connection: connection.id, planId });
    setRunning(false);
    // A plan is used once.
    setPlan(null);
    if (!result.ok) {
      setError(result.error);
      return;
    }
    const { deleted, ticket } = result.value;
    if (ticket === null)
      toasts.show({ tone: 'ok', message: `Deleted ${formatCountOf(deleted, 'sample')}` });
    else offerUndo({ client, connection: connection.id, ticket, onUndone: onReload });
    onReload();
    onClose();
  };
  const lock = writeLock(connection, 'ts.del');
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Delete a range of samples"
      footer={
        <>
          <Button keys="esc" onClick={onClose}>
            Cancel
          </Button>
          {plan === null ? (
            <Button busy={isRunning} disabledReason={wrong} onClick={() => void look()}>
              Count the samples
            </Button>
          ) : (
            <Button
              tone="danger"
              busy={isRunning}
              disabledReason={lock ?? (plan.count === 0 ? 'There is nothing to delete' : null)}
              onClick={() => void remove(plan.plan)}
            >
              {plan.canUndo ? `Delete ${formatCountOf(plan.count, 'sample')}` : 'Delete for good'}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <div className="flex gap-3">
          <Field className="grow" label="From" mono value={from} onChange={edit(setFrom)} />
          <Field className="grow" label="To, itself too" mono value={to} onChange={edit(setTo)} />
        </div>
        {plan === null ? null : <Planned plan={plan} hasRules={info.rules.length > 0} />}
        <p className="mono selectable text-11 wrap-anywhere text-text-3">
          TS.DEL {quoteArgument(keyName)} {fromMs ?? '…'} {toMs ?? '…'}
        </p>
        {error === null ? null : <ErrorNotice error={error} className="rounded-2" />}
      </div>
    </Dialog>
  );
}
