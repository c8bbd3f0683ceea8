import { Trash2, Waypoints } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { toBinaryString } from '../../../../../../src-shared/redis-value.ts';
import { usePaneSize } from '../../../../../app/pane-size.ts';
import type { Client } from '../../../../../client/client.ts';
import { useClient } from '../../../../../client/client-context.ts';
import { EmptyState } from '../../../../../ui/EmptyState.tsx';
import type { MenuEntry } from '../../../../../ui/menu-entries.ts';
import { SplitPane } from '../../../../../ui/SplitPane.tsx';
import { writeLock } from '../../../../../app/write-lock.ts';
import { copyMenu } from '../value-menu.ts';
import type { ValueProps } from '../value-props.ts';
import { AttributesDialog } from './AttributesDialog.tsx';
import { ElementPanel } from './ElementPanel.tsx';
import { type ElementRow, ElementsTable } from './ElementsTable.tsx';
import { RemoveElementDialog } from './RemoveElementDialog.tsx';
import type { FoundElements } from './use-elements.ts';

interface ElementsProps extends ValueProps {
  readonly found: FoundElements;
  readonly onSimilar: (element: Uint8Array) => void;
}

/** What is being changed of which element. */
type Changing =
  | { readonly what: 'attributes'; readonly element: Uint8Array; readonly now: Uint8Array | null }
  | { readonly what: 'removal'; readonly element: Uint8Array };

interface RowActions {
  readonly onSimilar: (element: Uint8Array) => void;
  readonly onRemove: (element: Uint8Array) => void;
}

function rowMenu(
  client: Client,
  { connection, keyName }: ValueProps,
  { onSimilar, onRemove }: RowActions,
) {
  return ({ element }: ElementRow): readonly MenuEntry[] => [
    {
      label: 'Find similar',
      icon: Waypoints,
      onSelect: () => {
        onSimilar(element);
      },
    },
    { kind: 'separator' },
    ...copyMenu(client, [{ what: 'element', bytes: element }], ['VEMB', keyName, element]),
    { kind: 'separator' },
    {
      label: 'Remove element',
      icon: Trash2,
      danger: true,
      keys: 'backspace',
      disabledReason: writeLock(connection, 'vrem'),
      onSelect: () => {
        onRemove(element);
      },
    },
  ];
}

interface ChangeDialogProps extends ValueProps {
  readonly changing: Changing;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
}

function ChangeDialog({ changing, onRemoved, ...props }: ChangeDialogProps) {
  const { element } = changing;
  return changing.what === 'attributes' ? (
    <AttributesDialog {...props} element={element} attributes={changing.now} />
  ) : (
    <RemoveElementDialog {...props} element={element} onRemoved={onRemoved} />
  );
}

/** The rows, the chosen one below them, and the dialogs that change it. */
export function Elements({ found, onSimilar, ...props }: ElementsProps) {
  const client = useClient();
  const pane = usePaneSize('keys.vector', 220);
  const [chosen, setChosen] = useState<Uint8Array | null>(null);
  const [changing, setChanging] = useState<Changing | null>(null);
  const close = () => {
    setChosen(null);
  };
  const onRemove = (element: Uint8Array) => {
    setChanging({ what: 'removal', element });
  };
  const onRowKeyDown = (event: KeyboardEvent, row: ElementRow | null) => {
    if (row !== null && (event.key === 'Delete' || event.key === 'Backspace'))
      onRemove(row.element);
    else if (event.key === 'Escape' && chosen !== null) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const table = (
    <ElementsTable
      rows={found.rows}
      hasScores={found.hasScores}
      activeId={chosen === null ? null : toBinaryString(chosen)}
      hasPanel={chosen !== null}
      onActiveChange={setChosen}
      onRowKeyDown={onRowKeyDown}
      rowMenu={rowMenu(client, props, { onSimilar, onRemove })}
      empty={<EmptyState icon={Waypoints} title="No element like that" />}
    />
  );
  const panel =
    chosen === null ? null : (
      <ElementPanel
        {...props}
        key={toBinaryString(chosen)}
        element={chosen}
        onClose={close}
        onSimilar={() => {
          onSimilar(chosen);
        }}
        onEdit={({ attributes }) => {
          setChanging({ what: 'attributes', element: chosen, now: attributes });
        }}
        onRemove={() => {
          onRemove(chosen);
        }}
      />
    );
  return (
    <>
      <SplitPane
        label="Height of the element"
        orientation="vertical"
        className="min-h-0 grow"
        first={<div className="flex h-full min-h-0 flex-col">{table}</div>}
        second={panel}
        sized="second"
        {...pane}
        minSize={120}
        isHidden={chosen === null}
      />
      {changing === null ? null : (
        <ChangeDialog
          {...props}
          changing={changing}
          onClose={() => {
            setChanging(null);
          }}
          onRemoved={() => {
            setChanging(null);
            close();
          }}
        />
      )}
    </>
  );
}
