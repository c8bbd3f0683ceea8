import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { formatCount, formatCountOf } from '../../../ui/format/count.ts';
import type { ReadingPlan } from '../figures-reading.ts';
import type { KeysStore } from '../keys-store.ts';

export interface ReadingDialogProps {
  readonly store: KeysStore;
  readonly connection: OpenConnection;
  /** null: closed. */
  readonly plan: ReadingPlan | null;
  readonly onClose: () => void;
}

/** Says what reading many TTLs or sizes asks of the server, before it does. */
export function ReadingDialog({ store, connection, plan, onClose }: ReadingDialogProps) {
  const what = plan?.what === 'size' ? 'sizes' : 'TTLs';
  const keys = plan?.keys ?? 0;
  const commands =
    plan?.what === 'size'
      ? `MEMORY USAGE once a key: ${formatCountOf(keys, 'command')}`
      : `TYPE, PTTL and a length command a key: up to ${formatCountOf(keys * 3, 'command')}`;
  const pace = connection.environment === 'production' ? '1,000' : '4,000';
  return (
    <Dialog
      isOpen={plan !== null}
      onClose={onClose}
      title={`Read the ${what} of ${formatCountOf(keys, 'key')}?`}
      footer={
        <>
          <Button keys="esc" onClick={onClose}>
            Cancel
          </Button>
          <Button
            tone="primary"
            onClick={() => {
              if (plan !== null) void store.readFigures(plan);
              onClose();
            }}
          >
            Read {formatCountOf(keys, 'key')}
          </Button>
        </>
      }
    >
      <p className="text-text-2">
        Of <span className="mono text-text-1">{plan?.where}</span>, as far as it is listed. Those
        already read are not asked for again.
      </p>
      <p className="mt-2 text-12 text-text-3">
        {commands}, {formatCount(200)} keys at a time, at most {pace} keys a second. It can be
        stopped at any time; nothing is changed.
      </p>
    </Dialog>
  );
}
