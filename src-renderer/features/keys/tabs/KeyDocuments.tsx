import { KeyRound } from 'lucide-react';
import { Suspense } from 'react';
import { useStore } from 'zustand';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import { escapeBytes, toBinaryString } from '../../../../src-shared/redis-value.ts';
import { useClient } from '../../../client/client-context.ts';
import { loadAhead, loadLater } from '../../../lib/load-later.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Kbd } from '../../../ui/Kbd.tsx';
import type { MenuEntry } from '../../../ui/menu-entries.ts';
import { TabPanel } from '../../../ui/TabPanel.tsx';
import { type DocumentTab, Tabs } from '../../../ui/Tabs.tsx';
import { TypeMark } from '../../../ui/TypeMark.tsx';
import { copyText } from '../document/copy-text.ts';
import { draftsOf } from '../document/json/drafts.ts';
import type { KeysStore } from '../keys-store.ts';
import { shortName } from './short-name.ts';
import type { KeyTab } from './tabs-store.ts';

export interface KeyDocumentsProps {
  readonly store: KeysStore;
  readonly connection: OpenConnection;
}

const DocumentPane = loadLater(
  async () => (await import('../document/DocumentPane.tsx')).DocumentPane,
);

/** Somebody is about to open a key. */
export const loadDocumentAhead = (): void => void loadAhead(DocumentPane);

const TABS_ID = 'open-keys';
const TITLE_BYTES = 512;

function toDocumentTab(tab: KeyTab, separator: string, isChanged: boolean): DocumentTab {
  return {
    id: tab.id,
    label: <span className="mono">{shortName(tab.key, separator)}</span>,
    name: escapeBytes(tab.key.subarray(0, TITLE_BYTES)) || '""',
    mark: tab.type === null ? undefined : <TypeMark type={tab.type} />,
    isPreview: tab.isPreview,
    isChanged,
  };
}

function Strip({ store, connection }: KeyDocumentsProps) {
  const client = useClient();
  const { tabs, active } = useStore(store.tabs);
  const changes = useStore(draftsOf(client, connection.id).store, (state) => state.changes);
  const menu = (id: string): readonly MenuEntry[] => {
    const tab = tabs.find((one) => one.id === id);
    if (tab === undefined) return [];
    return [
      {
        label: 'Keep open',
        disabledReason: tab.isPreview ? null : 'kept',
        onSelect: () => store.tabs.keep(id),
      },
      {
        label: 'Copy name',
        onSelect: () => void copyText(client, escapeBytes(tab.key), 'the name'),
      },
      { kind: 'separator' },
      { label: 'Close', keys: 'mod+w', onSelect: () => store.tabs.close(id) },
      {
        label: 'Close others',
        disabledReason: tabs.length < 2 ? 'no others' : null,
        onSelect: () => store.tabs.closeOthers(id),
      },
    ];
  };
  return (
    <Tabs
      id={TABS_ID}
      label="Open keys"
      tabs={tabs.map((tab) =>
        toDocumentTab(tab, connection.separator, changes.has(toBinaryString(tab.key))),
      )}
      active={active}
      onActivate={store.tabs.activate}
      onClose={store.tabs.close}
      onKeep={store.tabs.keep}
      menu={menu}
    />
  );
}

function NothingOpen() {
  return (
    <EmptyState className="grow" icon={KeyRound} title="No key is open">
      A click in the list previews a key, a double click or <Kbd keys="enter" /> keeps it open.{' '}
      <Kbd keys="mod+p" /> goes to a key by its name.
    </EmptyState>
  );
}

/** The open keys: their tabs, and the document of each, kept as it is while another is shown. */
export function KeyDocuments({ store, connection }: KeyDocumentsProps) {
  const { tabs, active, mounted } = useStore(store.tabs);
  if (active === null)
    return (
      <section className="main" aria-label="Open key">
        <NothingOpen />
      </section>
    );
  return (
    <section className="main" aria-label="Open key">
      <Strip store={store} connection={connection} />
      <TabPanel tabsId={TABS_ID} active={active} className="flex flex-1 flex-col">
        {tabs
          .filter(({ id }) => mounted.includes(id))
          .map((tab) => (
            <div
              key={tab.id}
              hidden={tab.id !== active}
              className={tab.id === active ? 'min-h-0 flex-1' : undefined}
            >
              <Suspense>
                <DocumentPane
                  connection={connection}
                  keyName={tab.key}
                  onRenamed={(to, from) => {
                    store.tabs.rename(tab.id, to);
                    void store.renamed(from, to);
                  }}
                  onGone={() => void store.gone(tab.key)}
                />
              </Suspense>
            </div>
          ))}
      </TabPanel>
    </section>
  );
}
