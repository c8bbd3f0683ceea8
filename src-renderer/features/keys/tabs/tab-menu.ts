import { Columns2, Diff, Server } from 'lucide-react';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import type { ConnectionId } from '../../../../src-shared/contract/define.ts';
import { escapeBytes } from '../../../../src-shared/redis-value.ts';
import type { Client } from '../../../client/client.ts';
import type { MenuEntry } from '../../../ui/menu-entries.ts';
import type { CompareDialog } from '../compare/compare-dialog.ts';
import { copyText } from '../document/copy-text.ts';
import type { Pane, Panes } from './panes.ts';
import type { KeyTab } from './tabs-store.ts';

interface Place {
  readonly panes: Panes;
  readonly comparing: CompareDialog;
  readonly pane: Pane;
  readonly connections: readonly OpenConnection[];
}

/** "Shop, localhost:6379 db1" */
const nameOf = ({ name, address, db }: OpenConnection): string => `${name}, ${address} db${db}`;

/** The key beside what is open, on this server or another one. */
export function asideEntries(
  { panes, pane, comparing, connections }: Place,
  tab: KeyTab | undefined,
): readonly MenuEntry[] {
  const others = connections.filter(({ id }) => id !== tab?.connection);
  const openOn = (on: ConnectionId) => (): void => {
    if (tab === undefined) return;
    panes.focus(pane);
    panes.openAside(tab.key, { type: null, on });
  };
  return [
    {
      label: 'Move to the other side',
      icon: Columns2,
      keys: 'mod+\\',
      disabledReason: tab === undefined ? 'no key is open' : null,
      onSelect: () => {
        if (tab !== undefined) panes.moveAside(pane, tab.id);
      },
    },
    {
      label: 'Compare the two sides…',
      icon: Diff,
      disabledReason: panes.sides() === null ? 'no key is on the other side' : null,
      onSelect: () => {
        const sides = panes.sides();
        if (sides !== null) comparing.open(sides);
      },
    },
    { kind: 'separator' },
    ...(others.length === 0
      ? [
          {
            label: 'The same key on another server',
            icon: Server,
            disabledReason: 'no other is open',
            onSelect: () => undefined,
          },
        ]
      : [
          { kind: 'label', label: 'The same key on another server' } as const,
          ...others.map((one) => ({
            label: nameOf(one),
            icon: Server,
            disabledReason: tab === undefined ? 'no key is open' : null,
            onSelect: openOn(one.id),
          })),
        ]),
  ];
}

/** Of a tab. */
export function tabMenu(client: Client, place: Place, id: string): readonly MenuEntry[] {
  const { panes, pane } = place;
  const strip = panes.strips[pane];
  const { tabs } = strip.getState();
  const tab = tabs.find((one) => one.id === id);
  if (tab === undefined) return [];
  return [
    {
      label: 'Keep open',
      disabledReason: tab.isPreview ? null : 'kept',
      onSelect: () => strip.keep(id),
    },
    {
      label: 'Copy name',
      onSelect: () => void copyText(client, escapeBytes(tab.key), 'the name'),
    },
    { kind: 'separator' },
    ...asideEntries(place, tab),
    { kind: 'separator' },
    { label: 'Close', keys: 'mod+w', onSelect: () => panes.close(pane, id) },
    {
      label: 'Close others',
      disabledReason: tabs.length < 2 ? 'no others' : null,
      onSelect: () => strip.closeOthers(id),
    },
  ];
}
