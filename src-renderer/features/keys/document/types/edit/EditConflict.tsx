import { TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { Button } from '../../../../../ui/Button.tsx';
import { Icon } from '../../../../../ui/Icon.tsx';
import { ThreeWay } from '../../diff/ThreeWay.tsx';
import { useThreeWay } from '../../diff/use-three-way.ts';
import { conflictTexts, typedMerge } from './conflict-texts.ts';
import { rebased } from './edit-draft.ts';
import type { EditState } from './edit-store.ts';
import type { Editing } from './use-editing.ts';

export interface EditConflictProps {
  readonly editing: Editing;
  readonly state: Extract<EditState, { readonly status: 'conflict' }>;
}

/** Somebody was quicker: what was read, what is there now, what was typed, and what can be done. */
export function EditConflict({ editing, state }: EditConflictProps) {
  const { draft, edit, now } = state;
  const { edits } = editing;
  const over = rebased(edit, now);
  const title = now.is === 'member' ? 'There already' : 'Changed meanwhile';
  const hasTheirs =
    now.is === 'expiry' ||
    now.is === 'bit' ||
    now.is === 'bytes' ||
    now.is === 'score' ||
    now.is === 'length';
  const { sources, form } = useMemo(() => conflictTexts(draft, edit, now), [draft, edit, now]);
  const comparison = useThreeWay(sources);
  const merged = comparison?.merged ?? null;
  const typed = merged === null ? null : typedMerge(state, merged, form);
  const shown =
    comparison === null || typed !== null ? comparison : { ...comparison, merged: null };
  return (
    <div role="alert" className="px-3 pt-2.5 pb-3">
      <h2 className="mb-1.5 flex items-center gap-2 font-strong">
        <Icon icon={TriangleAlert} className="text-warning" />
        {title}
        <span className="text-12 font-normal text-text-3">nothing was overwritten</span>
      </h2>
      <ThreeWay sources={sources} comparison={shown} isTold={form !== null} className="max-h-48" />
      <div className="mt-2.5 flex justify-end gap-2">
        <Button onClick={edits.cancel}>Cancel</Button>
        <Button
          onClick={() => {
            edits.cancel();
            editing.onReload();
          }}
        >
          {hasTheirs ? 'Take theirs' : 'Drop mine'}
        </Button>
        {over === null ? null : (
          <Button
            tone={typed === null ? 'primary' : undefined}
            disabledReason={editing.lockOf(over)}
            onClick={() => void edits.overwrite()}
          >
            Overwrite with mine
          </Button>
        )}
        {typed === null ? null : (
          <Button
            tone="primary"
            onClick={() => {
              edits.editOn(typed);
            }}
          >
            Merge, edit on
          </Button>
        )}
      </div>
    </div>
  );
}
