import type { BytesView } from '../../value/sniff-bytes.ts';
import type { ShownBytes } from '../../value/use-bytes-view.ts';
import { carriedDraft, type EditedBytes } from './bytes-drafts.ts';
import { isEditedAt, shownDraft } from './BytesEditor.tsx';
import { dropWritten } from './drop-written.ts';
import type { EditDraft } from './edit-draft.ts';
import type { Editing } from './use-editing.ts';

type Form = 'text' | 'hex' | 'decoded';

const formOf = (view: BytesView): Form => (view === 'json' ? 'text' : view);

function formOfDraft({ hex, isDecoded = false }: EditDraft): Form {
  if (hex !== undefined) return 'hex';
  return isDecoded ? 'decoded' : 'text';
}

export interface DraftViewOptions {
  readonly shown: ShownBytes;
  /** null: they are not edited here; a string says why not now. */
  readonly editing: Editing | null;
  readonly edited: EditedBytes | string;
  readonly rowId: string;
  readonly isInPanel: boolean;
}

export interface DraftView {
  /** What is shown: of an open edit the form that it is written in. */
  readonly view: BytesView;
  /** What is written goes along where that is exact; else it is asked for. */
  readonly choose: (view: BytesView) => void;
  /** To what has no place for an edit. */
  readonly leave: (then: () => void) => void;
}

/** The view of bytes, and what becomes of an edit of them when another one is chosen. */
export function draftView(options: DraftViewOptions): DraftView {
  const { shown, editing, edited, rowId, isInPanel } = options;
  const { choose } = shown;
  const leaveNothing = (then: () => void) => {
    then();
  };
  if (editing === null || !isEditedAt(editing, rowId, isInPanel))
    return { view: shown.view, choose, leave: leaveNothing };
  const { state, edits } = editing;
  if (state.status === 'idle') return { view: shown.view, choose, leave: leaveNothing };
  const form = formOfDraft(state.draft);
  const leave = (then: () => void) => {
    dropWritten(edits, then);
  };
  return {
    view: formOf(shown.view) === form ? shown.view : form,
    leave,
    choose: (next) => {
      if (formOf(next) === form) return choose(next);
      const to = shownDraft(edited, {
        view: next,
        sniffed: shown.sniffed,
        edit: shown.decoding.edit,
      });
      const from = { draft: state.draft, text: state.texts[0] ?? '' };
      const carried =
        state.status !== 'editing' || typeof edited === 'string' || typeof to === 'string'
          ? null
          : carriedDraft(from, edited, to);
      if (carried === null) {
        leave(() => {
          choose(next);
        });
        return;
      }
      edits.carry(carried.draft, carried.text);
      choose(next);
    },
  };
}
