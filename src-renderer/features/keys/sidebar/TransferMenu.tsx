import { ArrowDownUp, FileDown, FileUp } from 'lucide-react';
import { useStore } from 'zustand';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import { escapeBytes } from '../../../../src-shared/redis-value.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Menu } from '../../../ui/Menu.tsx';
import { writeLock } from '../document/write-lock.ts';
import { isEverything } from '../filter-text.ts';
import type { KeysStore } from '../keys-store.ts';

/** All listed keys to a file, and keys from a file. */
export function TransferMenu({
  store,
  connection,
}: {
  readonly store: KeysStore;
  readonly connection: OpenConnection;
}) {
  const scope = useStore(store, (state) => state.scope);
  return (
    <Menu
      align="end"
      trigger={<IconButton icon={ArrowDownUp} label="Export and import" />}
      entries={[
        {
          label: isEverything(scope) ? 'Export all keys…' : 'Export all that match…',
          icon: FileDown,
          note: scope.match === null ? undefined : escapeBytes(scope.match.subarray(0, 32)),
          onSelect: () => void store.transfer.exportListed(),
        },
        {
          label: 'Import keys…',
          icon: FileUp,
          disabledReason: writeLock(connection, 'restore'),
          onSelect: () => void store.transfer.import(),
        },
      ]}
    />
  );
}
