import { useMemo } from 'react';
import { Button } from '../../../../ui/Button.tsx';
import { Dialog } from '../../../../ui/Dialog.tsx';
import { ThreeWay } from '../diff/ThreeWay.tsx';
import { useThreeWay } from '../diff/use-three-way.ts';
import { withoutHidden } from '../value/hidden-characters.ts';
import type { JsonChange } from './json-change.ts';
import type { JsonSaving } from './json-saving.ts';
import { describeDelta } from './number-text.ts';

export interface CompareDialogProps {
  readonly change: JsonChange;
  readonly onClose: () => void;
  readonly lock: string | null;
  readonly saving: JsonSaving;
}

const deltaOf = (before: string | null, after: string | null): string | null =>
  before === null || after === null ? null : describeDelta(before, after);

/** What was read, what is there now, and what was written here: theirs, mine, or both. */
export function CompareDialog({ change, onClose, lock, saving }: CompareDialogProps) {
  const { path, before, after } = change;
  const theirs = change.theirs?.is === 'text' ? change.theirs.text : null;
  const sources = useMemo(() => ({ read: before, theirs, mine: after }), [before, theirs, after]);
  const comparison = useThreeWay(sources);
  const merged = comparison?.merged ?? null;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="xl"
      title={`Compare ${withoutHidden(path).slice(0, 80)}`}
      description="Somebody else changed this value after it was read here. Nothing has been overwritten."
      footer={
        <>
          <Button
            onClick={() => {
              onClose();
              saving.takeTheirs(path);
            }}
          >
            {theirs === null ? 'Drop mine' : 'Take theirs'}
          </Button>
          {theirs === null ? null : (
            <Button
              tone={merged === null ? 'primary' : undefined}
              disabledReason={lock}
              onClick={() => {
                onClose();
                void saving.overwrite(path);
              }}
            >
              Overwrite with mine
            </Button>
          )}
          {merged === null ? null : (
            <Button
              tone="primary"
              onClick={() => {
                onClose();
                saving.keepMerged(path, merged);
              }}
            >
              Merge, edit on
            </Button>
          )}
        </>
      }
    >
      <ThreeWay
        sources={sources}
        comparison={comparison}
        notes={{
          theirs: deltaOf(before, theirs),
          mine: deltaOf(before, after),
        }}
        className="max-h-[50vh]"
      />
    </Dialog>
  );
}
