import { Suspense, useEffect, useState } from 'react';
import { useClient } from '../client/client-context.ts';
import { ConnectScreen } from '../features/connect/index.ts';
import { keepFocus } from '../ui/focus/keep-focus.ts';
import { Toaster } from '../ui/Toaster.tsx';
import { watchConnections } from './app-actions.ts';
import { features } from './features.ts';
import { announceFilled } from './filled.ts';
import { watchJobs } from './jobs/jobs-store.ts';
import { Opening } from './Opening.tsx';
import { RemovalHost } from './removal/RemovalHost.tsx';
import { session, sessionStore, useSession } from './session-store.ts';
import { useTheme } from './theme.ts';
import { tellUnsaved } from './unsaved-store.ts';
import { Workspace } from './Workspace.tsx';

type Startup =
  { readonly status: 'opening' } | { readonly status: 'done'; readonly error: string | null };

function useStartup(): Startup {
  const client = useClient();
  const [startup, setStartup] = useState<Startup>({ status: 'opening' });
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    void client.call('settings.get', {}, { signal }).then((result) => {
      if (!result.ok) return;
      const shown = features.find(({ id }) => id === result.value.activity);
      sessionStore.setState({
        settings: result.value,
        ...(shown === undefined ? {} : { activity: shown.id }),
      });
    });
    void watchConnections(client, signal);
    void watchJobs(client, signal);
    tellUnsaved(client, signal);
    void client.call('app.startup', {}, { signal }).then((result) => {
      if (signal.aborted) return;
      // The picture is of the first view, whichever was shown last.
      if (result.ok && result.value.picture) session.show('keys');
      if (result.ok && result.value.connection !== null) session.activate(result.value.connection);
      setStartup({ status: 'done', error: result.ok ? result.value.error : result.error.message });
    });
    const stop = announceFilled(() => void client.call('app.filled', {}, { signal }));
    return () => {
      controller.abort();
      stop();
    };
  }, [client]);
  return startup;
}

export function App() {
  const startup = useStartup();
  const theme = useSession((state) => state.settings?.theme ?? 'system');
  const connection = useSession(
    (state) => state.connections.find(({ id }) => id === state.active) ?? null,
  );
  // Chosen and not yet in the list, which comes on a stream of its own: not a moment for the connect screen.
  const active = useSession((state) => state.active);
  const density = useSession((state) => state.settings?.density ?? 'dense');
  useTheme(theme);
  useEffect(keepFocus, []);
  useEffect(() => {
    document.documentElement.dataset['density'] = density;
  }, [density]);
  return (
    <>
      {connection !== null ? (
        <Workspace connection={connection} />
      ) : startup.status === 'opening' || active !== null ? (
        <Opening />
      ) : (
        <Suspense>
          <ConnectScreen startError={startup.error} />
        </Suspense>
      )}
      <RemovalHost />
      <Toaster />
    </>
  );
}
