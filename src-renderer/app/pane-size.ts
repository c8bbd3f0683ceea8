import { useClient } from '../client/client-context.ts';
import { updateSettings } from './app-actions.ts';
import { sessionStore } from './session-store.ts';

/** The size a pane had last time, and what keeps the next one: spread it into a SplitPane. */
export function usePaneSize(
  id: string,
  defaultSize: number,
): { readonly defaultSize: number; readonly onSizeChange: (size: number) => void } {
  const client = useClient();
  const { settings } = sessionStore.getState();
  return {
    defaultSize: settings?.panes[id]?.[0] ?? defaultSize,
    onSizeChange: (size) => {
      const { panes } = sessionStore.getState().settings ?? { panes: {} };
      void updateSettings(client, { panes: { ...panes, [id]: [Math.round(size)] } });
    },
  };
}
