import { Suspense, useEffect, useMemo } from 'react';
import type { OpenConnection } from '../../src-shared/contract/connections.ts';
import { useClient } from '../client/client-context.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ActivityBar } from './ActivityBar.tsx';
import { updateSettings } from './app-actions.ts';
import { CommandPalette } from './CommandPalette.tsx';
import { workspaceCommands } from './commands.ts';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { FeatureBoundary } from './FeatureBoundary.tsx';
import { features } from './features.ts';
import { useShortcuts } from './keyboard.ts';
import { KeyboardMap } from './KeyboardMap.tsx';
import { sessionStore, useSession } from './session-store.ts';
import { StatusBar } from './StatusBar.tsx';
import { TitleBar } from './TitleBar.tsx';

function ShownView({ connection }: { readonly connection: OpenConnection }) {
  const activity = useSession((state) => state.activity);
  const feature = features.find(({ id }) => id === activity) ?? features[0];
  if (feature === undefined) return null;
  const reason = connection.facts === null ? null : feature.unavailable(connection.facts);
  if (reason !== null)
    return (
      <EmptyState icon={feature.icon} title={`${feature.title} is not available here`}>
        {reason}
      </EmptyState>
    );
  return (
    <FeatureBoundary key={`${feature.id} ${connection.id}`} title={feature.title}>
      <Suspense>
        <feature.View connection={connection} />
      </Suspense>
    </FeatureBoundary>
  );
}

/** One open server: the frame, and in it the view of the activity bar. */
export function Workspace({ connection }: { readonly connection: OpenConnection }) {
  const client = useClient();
  const activity = useSession((state) => state.activity);
  const commands = useMemo(() => workspaceCommands(client, connection), [client, connection]);
  useShortcuts(commands);
  useEffect(() => {
    const { settings } = sessionStore.getState();
    if (settings !== null && settings.activity !== activity)
      void updateSettings(client, { activity });
  }, [client, activity]);
  const isStale = connection.state.status !== 'ready';
  return (
    <div className="app">
      <TitleBar connection={connection} />
      <ActivityBar connection={connection} />
      <main
        data-part=""
        className="flex min-h-0 min-w-0 flex-col bg-surface-2"
        data-stale={isStale || undefined}
      >
        <h1 className="sr">
          {connection.name}: {features.find(({ id }) => id === activity)?.title}
        </h1>
        <ConnectionBanner connection={connection} />
        <div className="view min-h-0 grow">
          <ShownView connection={connection} />
        </div>
      </main>
      <StatusBar connection={connection} />
      <CommandPalette connection={connection} commands={commands} />
      <KeyboardMap commands={commands} />
    </div>
  );
}
