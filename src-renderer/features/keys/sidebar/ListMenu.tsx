import {
  ArrowRightLeft,
  Clock,
  Ellipsis,
  FileDown,
  FileUp,
  PencilLine,
  Trash2,
} from 'lucide-react';
import { useStore } from 'zustand';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import { escapeBytes } from '../../../../src-shared/redis-value.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Menu } from '../../../ui/Menu.tsx';
import { type Listed, listedTarget } from '../bulk/listed-target.ts';
import { writeLock } from '../../../app/write-lock.ts';
import type { KeysStore } from '../keys-store.ts';

const PATTERN_SHOWN = 32;

/** What the entries are about, as their heading. */
function aboutText(listed: Listed, text: string, type: string | null): string {
  if ('obstacle' in listed) return listed.obstacle;
  const { selection } = listed.target;
  const ofType = type === null ? '' : `, type ${type}`;
  if (selection.kind !== 'pattern' || text === '')
    return type === null ? 'The whole database' : `All keys${ofType}`;
  return `Keys like ${escapeBytes(selection.match.subarray(0, PATTERN_SHOWN))}${ofType}`;
}

/** What is done to all that the list asks the server for, and keys from a file. */
export function ListMenu({
  store,
  connection,
}: {
  readonly store: KeysStore;
  readonly connection: OpenConnection;
}) {
  const text = useStore(store, (state) => state.text);
  const filterMode = useStore(store, (state) => state.filterMode);
  const filterProblem = useStore(store, (state) => state.filterProblem);
  const type = useStore(store, (state) => state.type);
  const listed = listedTarget({ text, filterMode, filterProblem, type });
  const obstacle = 'obstacle' in listed ? 'Not with this filter' : null;
  const all = text === '' && type === null ? 'all keys' : 'all that match';
  const lock = (command: string): string | null => obstacle ?? writeLock(connection, command);
  return (
    <Menu
      align="end"
      trigger={<IconButton icon={Ellipsis} label="All keys of the list" />}
      entries={[
        { kind: 'label', label: aboutText(listed, text, type) },
        {
          label: `Set TTL of ${all}…`,
          icon: Clock,
          disabledReason: lock('pexpireat'),
          onSelect: () => store.bulk.openListed('expire'),
        },
        {
          label: `Rename prefix of ${all}…`,
          icon: PencilLine,
          disabledReason: lock('renamenx'),
          onSelect: () => store.bulk.openListed('rename'),
        },
        {
          label: `Copy ${all} to another server…`,
          icon: ArrowRightLeft,
          disabledReason: obstacle,
          onSelect: () => store.bulk.openListed('copy'),
        },
        {
          label: `Export ${all}…`,
          icon: FileDown,
          disabledReason: obstacle,
          onSelect: () => void store.transfer.exportListed(),
        },
        {
          label: `Delete ${all}…`,
          icon: Trash2,
          danger: true,
          disabledReason: lock('unlink'),
          onSelect: () => void store.removeListed(),
        },
        { kind: 'separator' },
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
