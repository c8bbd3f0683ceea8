import { Columns2, KeyRound, Unplug } from 'lucide-react';
import { memo, Suspense, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import type { ConnectionId } from '../../../../src-shared/contract/define.ts';
import { escapeBytes } from '../../../../src-shared/redis-value.ts';
import { useSession } from '../../../app/session-store.ts';
import { useClient } from '../../../client/client-context.ts';
import { loadAhead, loadLater } from '../../../lib/load-later.ts';
import { Button } from '../../../ui/Button.tsx';
import { focusPart } from '../../../ui/focus/focus-parts.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Kbd } from '../../../ui/Kbd.tsx';
import { Menu } from '../../../ui/Menu.tsx';
import { RegionSuffix } from '../../../ui/Region.tsx';
import { showSpaces } from '../../../ui/show-spaces.ts';
import { TabPanel } from '../../../ui/TabPanel.tsx';
import { type DocumentTab, Tabs } from '../../../ui/Tabs.tsx';
import { TypeMark } from '../../../ui/TypeMark.tsx';
import type { KeysStore } from '../keys-store.ts';
import { touchedKeysOf } from '../touched-keys.ts';
import type { Pane } from './panes.ts';
import { PaneServer } from './PaneServer.tsx';
import { shortName } from './short-name.ts';
import { asideEntries, tabMenu } from './tab-menu.ts';
import type { KeyTab } from './tabs-store.ts';
import { useTabChanges } from './use-tab-changes.ts';

export interface KeyPaneProps {
  readonly store: KeysStore;
  /** Whose keys are listed. */
  readonly connection: OpenConnection;
  readonly pane: Pane;
  /** There is another pane beside it. */
  readonly isSplit: boolean;
}

const DocumentPane = loadLater(
  async () => (await import('../document/DocumentPane.tsx')).DocumentPane,
);

/** Somebody is about to open a key. */
export const loadDocumentAhead = (): void => void loadAhead(DocumentPane);

const TITLE_BYTES = 512;

function Strip({ store, connection, pane }: KeyPaneProps) {
  const client = useClient();
  const { panes } = store;
  const strip = panes.strips[pane];
  const { tabs, active } = useStore(strip);
  const connections = useSession((state) => state.connections);
  const { changed, edited } = useTabChanges(tabs);
  useEffect(() => {
    const ends = connections
      .filter(({ id }) => tabs.some((tab) => tab.connection === id))
      .map(({ id }) =>
        touchedKeysOf(client, id).listen((touched) => {
          strip.touched(id, touched);
        }),
      );
    return () => ends.forEach((end) => end());
  }, [client, connections, tabs, strip]);
  const begun = tabs.find(({ id, isPreview }) => isPreview && edited.has(id))?.id ?? null;
  useEffect(() => {
    // The next preview would take the place of what is being written.
    if (begun !== null) strip.keep(begun);
  }, [strip, begun]);
  const place = { panes, pane, comparing: store.comparing, connections };
  const toDocumentTab = (tab: KeyTab): DocumentTab => {
    const server = connections.find(({ id }) => id === tab.connection);
    const isElsewhere = tab.connection !== connection.id;
    const where = isElsewhere ? (server?.name ?? 'closed') : null;
    const name = showSpaces(escapeBytes(tab.key.subarray(0, TITLE_BYTES))) || '""';
    return {
      id: tab.id,
      label: (
        <>
          <span className="mono">{shortName(tab.key, connection.separator)}</span>
          {where === null ? null : <span className="text-text-3"> {where}</span>}
        </>
      ),
      name: where === null ? name : `${name}, ${where}`,
      mark: tab.type === null ? undefined : <TypeMark type={tab.type} />,
      isPreview: tab.isPreview,
      isChanged: changed.has(tab.id),
    };
  };
  return (
    <Tabs
      id={`open-keys-${pane}`}
      label={pane === 'first' ? 'Open keys' : 'Open keys, second pane'}
      tabs={tabs.map(toDocumentTab)}
      active={active}
      onActivate={strip.activate}
      onClose={(id) => panes.close(pane, id)}
      onKeep={strip.keep}
      menu={(id) => tabMenu(client, place, id)}
      end={
        <Menu
          align="end"
          trigger={<IconButton icon={Columns2} label="Side by side" className="mx-1" />}
          entries={asideEntries(
            place,
            tabs.find(({ id }) => id === active),
          )}
        />
      }
    />
  );
}

function NothingOpen({ store, isSplit }: Pick<KeyPaneProps, 'store' | 'isSplit'>) {
  return (
    <EmptyState
      className="grow"
      icon={KeyRound}
      title="No key is open"
      actions={
        isSplit ? (
          <Button size="sm" onClick={store.panes.join}>
            Close this pane
          </Button>
        ) : null
      }
    >
      A click in the list previews a key, a double click or <Kbd keys="enter" /> keeps it open.{' '}
      <Kbd keys="mod+p" /> goes to a key by its name.
    </EmptyState>
  );
}

interface OpenTabProps {
  readonly store: KeysStore;
  readonly pane: Pane;
  readonly id: string;
  readonly keyName: Uint8Array;
  readonly on: ConnectionId;
  /** On the server whose keys are listed. */
  readonly isHere: boolean;
}

/** Drawn again only when it is another: a tab that is opened, or comes to the front, is no business of those behind it. */
const OpenTab = memo(function OpenTab({ store, pane, id, keyName, on, isHere }: OpenTabProps) {
  const server = useSession((state) => state.connections.find((one) => one.id === on));
  if (server === undefined)
    return (
      <EmptyState
        className="h-full"
        icon={Unplug}
        title="Its server was closed"
        actions={
          <Button size="sm" onClick={() => store.panes.close(pane, id)}>
            Close the tab
          </Button>
        }
      >
        Open it again in the menu at the top left, then the key from there.
      </EmptyState>
    );
  return (
    <div className="flex h-full min-h-0 flex-col">
      {isHere ? null : <PaneServer connection={server} />}
      <div className="min-h-0 flex-1">
        <Suspense>
          <DocumentPane
            connection={server}
            keyName={keyName}
            onRenamed={(to, from) => {
              store.panes.strips[pane].rename(id, to);
              if (isHere) void store.renamed(from, to);
            }}
            onGone={() => {
              if (isHere) void store.gone(keyName);
            }}
            onType={(type) => store.panes.strips[pane].typed(id, type)}
          />
        </Suspense>
      </div>
    </div>
  );
});

/** The keys that are open in one pane: their tabs, and the document of each, kept as it is while another is shown. */
export function KeyPane(props: KeyPaneProps) {
  const { store, pane, isSplit } = props;
  const { tabs, active, mounted } = useStore(store.panes.strips[pane]);
  const isFocused = useStore(store.panes, ({ focused }) => focused === pane);
  const focus = (): void => store.panes.focus(pane);
  const place = useRef<HTMLElement>(null);
  const isCurrent = isSplit && isFocused;
  useEffect(() => {
    // The tab that had the keyboard was moved here: it comes with it.
    if (isCurrent && place.current !== null && document.activeElement === document.body)
      focusPart(place.current);
  }, [isCurrent]);
  const suffix = pane === 'first' ? '' : ', second pane';
  return (
    <section
      ref={place}
      className="main key-pane"
      aria-label={`Open key${suffix}`}
      data-current={isCurrent ? '' : undefined}
      onFocusCapture={({ target }) => {
        // A menu that closes gives the focus back to its button, after its entry has shown the other pane.
        if (target.ariaHasPopup !== 'menu') focus();
      }}
      onPointerDownCapture={focus}
    >
      {active === null ? (
        <NothingOpen store={store} isSplit={isSplit} />
      ) : (
        <>
          <Strip {...props} />
          <RegionSuffix value={suffix}>
            <TabPanel tabsId={`open-keys-${pane}`} active={active} className="flex flex-1 flex-col">
              {tabs
                .filter(({ id }) => mounted.includes(id))
                .map((tab) => (
                  <div
                    key={tab.id}
                    hidden={tab.id !== active}
                    className={tab.id === active ? 'min-h-0 flex-1' : undefined}
                  >
                    <OpenTab
                      store={store}
                      pane={pane}
                      id={tab.id}
                      keyName={tab.key}
                      on={tab.connection}
                      isHere={tab.connection === props.connection.id}
                    />
                  </div>
                ))}
            </TabPanel>
          </RegionSuffix>
        </>
      )}
    </section>
  );
}
