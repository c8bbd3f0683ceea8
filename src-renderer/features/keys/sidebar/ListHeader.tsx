import { Plus, RefreshCw } from 'lucide-react';
import { useStore } from 'zustand';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import { formatCount } from '../../../ui/format/count.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { writeLock } from '../../../app/write-lock.ts';
import { isEverything } from '../filter-text.ts';
import type { KeysStore } from '../keys-store.ts';
import { BookmarksMenu } from './BookmarksMenu.tsx';
import { SeparatorsPopover } from './SeparatorsPopover.tsx';
import { ListMenu } from './ListMenu.tsx';
import { atLeast } from './scan-words.ts';

/** How many keys: as listed by a finished scan, else as the server counts them. */
function useTotal(store: KeysStore): { readonly text: string; readonly title: string } {
  const { status, progress } = useStore(store, (state) => state.scan);
  const keys = useStore(store, (state) => state.answer.keys);
  const scope = useStore(store, (state) => state.scope);
  const isComplete = status === 'done';
  if (isComplete || !isEverything(scope) || progress.of === null)
    return {
      text: atLeast(keys, isComplete),
      title: isComplete ? 'Keys listed' : 'Keys listed so far',
    };
  return { text: formatCount(progress.of), title: 'Keys on the server (DBSIZE)' };
}

export function ListHeader({
  store,
  connection,
}: {
  readonly store: KeysStore;
  readonly connection: OpenConnection;
}) {
  const { text, title } = useTotal(store);
  const isRunning = useStore(store, (state) => state.scan.status === 'running');
  return (
    <div className="bar">
      <h2>Keys</h2>
      <span className="count" title={title}>
        {text}
      </span>
      <span className="grow" />
      <IconButton
        icon={Plus}
        label="New key"
        keys="mod+n"
        disabledReason={writeLock(connection, 'set')}
        onClick={() => void store.askNewKey()}
      />
      <BookmarksMenu store={store} connection={connection} />
      <SeparatorsPopover connection={connection} />
      <ListMenu store={store} connection={connection} />
      <IconButton
        icon={RefreshCw}
        label="Scan again"
        keys="mod+r"
        disabledReason={isRunning ? 'A scan is running' : null}
        onClick={store.rescan}
      />
    </div>
  );
}
