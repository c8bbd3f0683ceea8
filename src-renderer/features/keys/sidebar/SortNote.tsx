import { Square } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import { Button } from '../../../ui/Button.tsx';
import { formatCount } from '../../../ui/format/count.ts';
import { Meter } from '../../../ui/Meter.tsx';
import type { ReadingPlan } from '../figures-reading.ts';
import type { KeysStore } from '../keys-store.ts';
import { ReadingDialog } from './ReadingDialog.tsx';

const figureWords = { ttl: 'TTLs', size: 'sizes' } as const;

/** What a sort by TTL or size goes by, the way to read the rest, and how far that is. */
export function SortNote({
  store,
  connection,
}: {
  readonly store: KeysStore;
  readonly connection: OpenConnection;
}) {
  const keySort = useStore(store, (state) => state.keySort);
  const reading = useStore(store, (state) => state.reading);
  const { sortedOver, matches } = useStore(store, (state) => state.answer);
  const [plan, setPlan] = useState<ReadingPlan | null>(null);
  if (reading !== null)
    return (
      <div className="flex flex-none flex-col gap-1 border-b border-border-1 px-3 py-1.5 text-11">
        <div className="flex items-center gap-2">
          <span className="tn ell grow text-text-2" role="status">
            Reading {figureWords[reading.what]} of {reading.where}: {formatCount(reading.done)} of{' '}
            {formatCount(reading.keys)}
          </span>
          <Button size="sm" icon={Square} onClick={store.stopReading}>
            Stop reading
          </Button>
        </div>
        <Meter label="Read" value={Math.min(1, reading.done / Math.max(1, reading.keys))} />
      </div>
    );
  if (keySort === 'name' || sortedOver === null) return null;
  const isAll = sortedOver >= matches;
  return (
    <div className="flex flex-none items-center gap-2 border-b border-border-1 px-3 py-1 text-11 text-text-2">
      <span className="tn grow">
        Keys sorted over {formatCount(sortedOver)} of {formatCount(matches)} read; the rest follow
        by name
      </span>
      <Button size="sm" tone="ghost" onClick={() => store.setKeySort(keySort)}>
        Sort again
      </Button>
      {isAll ? null : (
        <Button
          size="sm"
          onClick={() => void store.planReading(keySort, null).then((found) => setPlan(found))}
        >
          Read all
        </Button>
      )}
      <ReadingDialog
        store={store}
        connection={connection}
        plan={plan}
        onClose={() => setPlan(null)}
      />
    </div>
  );
}
