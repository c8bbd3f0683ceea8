import type { PlanProgress } from '../../../src-shared/contract/keys.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { formatCount, formatCountOf } from '../../ui/format/count.ts';
import { Meter } from '../../ui/Meter.tsx';

/** How far the scan is, and what it has found. */
function progressWords(progress: PlanProgress | null): {
  readonly done: string;
  readonly found: string;
} {
  if (progress === null) return { done: 'Asking the server', found: '' };
  const found = formatCountOf(progress.found, 'key');
  if (progress.step === 'looking') return { done: 'Looking at some of them', found };
  const { scanned, of } = progress;
  const total = of === null ? '' : ` of about ${formatCount(of)}`;
  return { done: `Scanned ${formatCount(scanned)}${total}`, found: `${found} so far` };
}

function shareOf(progress: PlanProgress | null): number {
  if (progress === null) return 0;
  if (progress.step === 'looking') return 1;
  return progress.of === null || progress.of === 0 ? 0 : progress.scanned / progress.of;
}

/** A plan is on its way, which may take long on a large keyspace; nothing is changed by it. */
export function PlanningDialog(props: {
  readonly description: string;
  readonly what: string;
  readonly progress: PlanProgress | null;
  readonly onStop: () => void;
}) {
  const { description, what, progress, onStop } = props;
  const { done, found } = progressWords(progress);
  return (
    <Dialog
      isOpen
      onClose={onStop}
      size="sm"
      title="Counting the keys"
      description={description}
      footer={
        <Button keys="esc" onClick={onStop}>
          Stop
        </Button>
      }
    >
      <div className="flex flex-col gap-2">
        <p className="mono ell text-12" role="status">
          {what}
        </p>
        <Meter label="Scanned" value={shareOf(progress)} text={done} />
        <p className="tn flex justify-between gap-3 text-11 text-text-2">
          <span>{done}</span>
          <span>{found}</span>
        </p>
      </div>
    </Dialog>
  );
}
