import { toasts } from '../../../../../ui/toast-store.ts';
import { isWritten } from './edit-draft.ts';
import type { EditStore } from './edit-store.ts';

/** Goes on at once where nothing was written in an open edit; else only when told that it may go. */
export function dropWritten(edits: EditStore, then: () => void): void {
  const state = edits.store.getState();
  const isOpen = state.status === 'editing' || state.status === 'conflict';
  if (state.status === 'saving') return;
  if (!isOpen || (state.status === 'editing' && !isWritten(state.draft, state.texts))) {
    edits.cancel();
    then();
    return;
  }
  toasts.show({
    tone: 'info',
    message: `Not saved yet: ${state.draft.title}`,
    detail: 'Save it or cancel it first',
    action: {
      label: 'Drop it',
      run: () => {
        edits.cancel();
        then();
      },
    },
  });
}
