import { TriangleAlert } from 'lucide-react';
import { Button } from '../../../../../ui/Button.tsx';
import { Icon } from '../../../../../ui/Icon.tsx';
import { conflictSides, rebased } from './edit-draft.ts';
import type { EditState } from './edit-store.ts';
import type { Editing } from './use-editing.ts';

const SHOWN = 2_000;

function Side({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <section aria-label={title} className="min-w-0">
      <h3 className="sec">{title}</h3>
      <pre
        tabIndex={0}
        className="code selectable max-h-24 min-h-8 overflow-auto rounded-2 border border-border-1 bg-surface-inset p-2 break-all whitespace-pre-wrap"
      >
        {text.slice(0, SHOWN)}
      </pre>
    </section>
  );
}

interface EditConflictProps {
  readonly editing: Editing;
  readonly state: Extract<EditState, { readonly status: 'conflict' }>;
}

/** Somebody was quicker: what was read, what is there now, what was typed, and what can be done. */
export function EditConflict({ editing, state }: EditConflictProps) {
  const { draft, edit, now } = state;
  const { edits } = editing;
  const over = rebased(edit, now);
  const sides = conflictSides(draft, edit, now);
  const title = now.is === 'member' ? 'There already' : 'Changed meanwhile';
  const hasTheirs =
    now.is === 'expiry' ||
    now.is === 'bit' ||
    now.is === 'bytes' ||
    now.is === 'score' ||
    now.is === 'length';
  return (
    <div role="alert" className="px-3 pt-2.5 pb-3">
      <h2 className="mb-1.5 flex items-center gap-2 font-strong">
        <Icon icon={TriangleAlert} className="text-warning" />
        {title}
        <span className="text-12 font-normal text-text-3">nothing was overwritten</span>
      </h2>
      <div className="grid grid-cols-3 gap-3">
        <Side title="As read here" text={sides.read} />
        <Side title="Mine" text={sides.mine} />
        <Side title="On the server now" text={sides.theirs} />
      </div>
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
            tone="primary"
            disabledReason={editing.lockOf(over)}
            onClick={() => void edits.overwrite()}
          >
            Overwrite with mine
          </Button>
        )}
      </div>
    </div>
  );
}
