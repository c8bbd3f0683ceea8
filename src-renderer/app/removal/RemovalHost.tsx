import { useEffect } from 'react';
import { useStore } from 'zustand';
import { isModKey } from '../../ui/platform.ts';
import { ReportDialog } from '../jobs/ReportDialog.tsx';
import { sessionStore } from '../session-store.ts';
import { undoOffered } from './offer-undo.ts';
import { PlanningDialog } from './PlanningDialog.tsx';
import { removalDialog, removalStore } from './removal-store.ts';
import { RemovalDialog } from './RemovalDialog.tsx';

/** In a field the shortcut belongs to the text in it. */
function isEditing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target instanceof HTMLInputElement ||
      target instanceof HTMLTextAreaElement)
  );
}

function useUndoShortcut(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'z' || event.shiftKey || event.altKey || !isModKey(event))
        return;
      if (event.defaultPrevented || isEditing(event.target)) return;
      if (undoOffered(sessionStore.getState().active)) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** Once in the app: the dialogs of deleting keys, and the shortcut of the undo toast. */
export function RemovalHost() {
  const state = useStore(removalStore);
  useUndoShortcut();
  switch (state.status) {
    case 'planning':
      return (
        <PlanningDialog
          description="The whole keyspace is scanned for the exact number. Nothing is changed yet."
          what={state.subject.what}
          progress={state.progress}
          onStop={removalDialog.cancel}
        />
      );
    case 'asking':
      return <RemovalDialog state={state} />;
    case 'report':
      return <ReportDialog title={state.title} job={state.job} onClose={removalDialog.cancel} />;
    default:
      return null;
  }
}
