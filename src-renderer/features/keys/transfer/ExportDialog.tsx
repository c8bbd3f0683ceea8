import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import { TRANSFER_FORMATS } from '../../../../src-shared/transfer-format.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { EnvTag } from '../../../ui/EnvTag.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { formatBytes } from '../../../ui/format/bytes.ts';
import { formatCount, formatCountOf } from '../../../ui/format/count.ts';
import { Segmented } from '../../../ui/Segmented.tsx';
import { formatWords } from './format-words.ts';
import { TypeCounts } from './TypeCounts.tsx';
import type { TransferDialog, TransferState } from './transfer-dialog.ts';

const segments = TRANSFER_FORMATS.map((value) => ({ value, label: formatWords[value].label }));

/** What would be in the file, before it is chosen. */
export function ExportDialog({
  state,
  dialog,
  connection,
}: {
  readonly state: Extract<TransferState, { status: 'export' }>;
  readonly dialog: TransferDialog;
  readonly connection: OpenConnection;
}) {
  const { plan, format, what, isStarting, error } = state;
  const lines = plan.preview[format];
  return (
    <Dialog
      isOpen
      onClose={dialog.close}
      size="lg"
      title={`Export ${formatCountOf(plan.count, 'key')}`}
      description={
        <span className="flex min-w-0 items-center gap-2">
          <EnvTag environment={connection.environment} />
          <span className="ell">
            {connection.name}, <span className="mono">{what}</span>
          </span>
        </span>
      }
      footer={
        <>
          <Button
            keys="esc"
            disabledReason={isStarting ? 'A file is being chosen' : null}
            onClick={dialog.close}
          >
            Cancel
          </Button>
          <Button tone="primary" busy={isStarting} onClick={() => void dialog.start()}>
            Choose the file…
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Segmented
          label="Format"
          className="self-start"
          value={format}
          segments={segments}
          onChange={dialog.setFormat}
        />
        <p className="min-h-8 text-12 text-text-2">{formatWords[format].about}</p>
        <dl className="kv tn">
          <dt>Contains</dt>
          <dd className="flex flex-wrap items-center gap-x-3">
            <TypeCounts types={plan.types} />
            {plan.sampled < plan.count ? (
              <span className="text-text-3">of {formatCount(plan.sampled)} looked at</span>
            ) : null}
          </dd>
          {plan.bytes === null ? null : (
            <>
              <dt>Memory</dt>
              <dd>
                {plan.bytesExact ? '' : 'about '}
                {formatBytes(plan.bytes)} on the server
              </dd>
            </>
          )}
        </dl>
        <div>
          <h3 className="lab">The file begins so</h3>
          <pre
            className="smp mono selectable max-h-48 overflow-auto text-12 whitespace-pre"
            aria-label="The first lines of the file"
            role="region"
            // A box that scrolls must be reachable by keyboard.
            tabIndex={0}
          >
            {lines.join('\n')}
          </pre>
        </div>
        <p className="text-11 text-text-3">
          The file is for you alone until you share it: whoever has it, has these values. It appears
          under its name only when it is whole
        </p>
        {error === null ? null : <ErrorNotice error={error} className="rounded-2" />}
      </div>
    </Dialog>
  );
}
