import { CircleX } from 'lucide-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { ThemeMenu } from '../../app/ThemeMenu.tsx';
import { useShortcuts } from '../../app/keyboard.ts';
import { session, useSession } from '../../app/session-store.ts';
import { WindowButtons } from '../../app/WindowButtons.tsx';
import { useClient } from '../../client/client-context.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { ConnectionList } from './ConnectionList.tsx';
import { type ConnectStore, connectStoreOf } from './connect-store.ts';
import { newDraft } from './draft.ts';
import { ProfileForm } from './ProfileForm.tsx';

function useConnectStore(): ConnectStore {
  const client = useClient();
  const store = connectStoreOf(client);
  useEffect(() => {
    void store.load();
    return () => store.leave();
  }, [store]);
  return store;
}

/** The keyboard begins at what is most likely wanted: the connection that is shown, the first of them, or the sandbox. */
function useFirstFocus(store: ConnectStore, screen: RefObject<HTMLElement | null>): void {
  const isLoaded = useStore(store, ({ list }) => list.status !== 'loading');
  useEffect(() => {
    if (!isLoaded || document.activeElement !== document.body) return;
    const first = ['[aria-current="true"]', '[aria-current]', '[aria-label="Sandbox"] button']
      .map((selector) => screen.current?.querySelector<HTMLElement>(selector))
      .find((found) => found instanceof HTMLElement);
    first?.focus();
  }, [isLoaded, screen]);
}

/** The way back to what is open already. */
function OpenConnections() {
  const open = useSession((state) => state.connections);
  return open.map(({ id, name }) => (
    <Button key={id} size="sm" onClick={() => session.activate(id)}>
      Back to {name}
    </Button>
  ));
}

/** Where Redstart starts without a server: saved connections, the sandbox, and the form. */
export function ConnectScreen({ startError }: { readonly startError: string | null }) {
  const store = useConnectStore();
  const busy = useStore(store, (state) => state.busy);
  const [shortcuts] = useState(() => [
    { keys: 'mod+shift+o', run: () => void store.openSandbox() },
    { keys: 'mod+n', run: () => store.select(newDraft()) },
    { keys: 'mod+r', run: () => void store.test() },
    { keys: 'mod+s', run: () => void store.save() },
    { keys: 'mod+enter', run: () => void store.saveAndConnect() },
    { keys: 'escape', run: session.goBack },
  ]);
  useShortcuts(shortcuts);
  const screen = useRef<HTMLDivElement>(null);
  useFirstFocus(store, screen);
  return (
    <div
      ref={screen}
      className="grid h-full grid-cols-[368px_minmax(0,1fr)] max-[1180px]:grid-cols-[288px_minmax(0,1fr)] grid-rows-[var(--titlebar)_minmax(0,1fr)] bg-surface-0"
      aria-busy={busy !== null}
    >
      <header className="titlebar col-span-2">
        <span />
        <span className="text-center font-medium">Redstart</span>
        <div className="flex items-center justify-end gap-1">
          <OpenConnections />
          <ThemeMenu />
          <WindowButtons />
        </div>
      </header>
      <ConnectionList store={store} />
      <main className="main">
        {startError === null ? null : (
          <Banner tone="bad" icon={CircleX} title="The server could not be opened.">
            <span className="mono">{startError}</span>
          </Banner>
        )}
        <ProfileForm store={store} />
      </main>
    </div>
  );
}
