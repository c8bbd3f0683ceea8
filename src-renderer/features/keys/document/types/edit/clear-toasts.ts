import { toasts } from '../../../../../ui/toast-store.ts';

/** What was done before would lie over the command that is shown now; the status bar offers its undo as well. */
export function clearToasts(): void {
  for (const { id, tone } of toasts.getState().toasts) if (tone !== 'error') toasts.dismiss(id);
}
