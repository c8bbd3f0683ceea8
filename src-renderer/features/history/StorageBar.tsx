import { Settings2, TriangleAlert } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useStore } from 'zustand';
import { LIMITS } from '../../../src-shared/limits.ts';
import { updateSettings } from '../../app/app-actions.ts';
import { useSession } from '../../app/session-store.ts';
import { useClient } from '../../client/client-context.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { formatBytes } from '../../ui/format/bytes.ts';
import { formatCountOf } from '../../ui/format/count.ts';
import { Meter } from '../../ui/Meter.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { Popover } from '../../ui/Popover.tsx';
import type { HistoryStore } from './history-store.ts';

const MEGABYTE = 1_048_576;

/** What the user allows the journal; until the settings are read, what holds without them. */
function useAllowed(): { readonly hours: number; readonly megabytes: number } {
  const hours = useSession((state) => state.settings?.undoHours);
  const megabytes = useSession((state) => state.settings?.undoMegabytes);
  return {
    hours: hours ?? LIMITS.undoMs / 3_600_000,
    megabytes: megabytes ?? LIMITS.undoBytes / MEGABYTE,
  };
}

function LimitsForm({ onDone }: { readonly onDone: () => void }) {
  const client = useClient();
  const allowed = useAllowed();
  const [hours, setHours] = useState<number | null>(allowed.hours);
  const [megabytes, setMegabytes] = useState<number | null>(allowed.megabytes);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (hours === null || megabytes === null) return;
    void updateSettings(client, { undoHours: hours, undoMegabytes: megabytes });
    onDone();
  };
  return (
    <form className="flex w-72 flex-col gap-3" onSubmit={save}>
      <NumberField
        label="Hours a change can be undone"
        integer
        min={1}
        max={LIMITS.undoHoursMost}
        value={hours}
        onChange={setHours}
        hint="For changes made from now on; earlier ones keep their time"
      />
      <NumberField
        label="Megabytes on disk"
        integer
        min={LIMITS.undoMegabytesLeast}
        max={LIMITS.undoMegabytesMost}
        value={megabytes}
        onChange={setMegabytes}
        hint="Nothing that is kept is thrown away: above it new changes are refused"
      />
      <div className="flex justify-end gap-2">
        <Button size="sm" onClick={onDone}>
          Cancel
        </Button>
        <Button
          size="sm"
          tone="primary"
          type="submit"
          disabledReason={hours === null || megabytes === null ? 'Write both numbers' : null}
        >
          Save
        </Button>
      </div>
    </form>
  );
}

/** Said where it is more than is allowed, or where the list itself is not whole. */
export function StorageNotices({ store }: { readonly store: HistoryStore }) {
  const storage = useStore(store, (state) => state.storage);
  const { megabytes } = useAllowed();
  if (storage === null) return null;
  const isFull = storage.usedBytes > megabytes * MEGABYTE - 4_096;
  return (
    <>
      {isFull ? (
        <Banner tone="warn" icon={TriangleAlert} title="The undo journal is full.">
          New changes are refused until you forget some of these or allow more
        </Banner>
      ) : null}
      {storage.problem === null ? null : (
        <Banner tone="warn" icon={TriangleAlert} title="The list is not whole.">
          {storage.problem}
        </Banner>
      )}
    </>
  );
}

/** What is kept, of how much, for how long; the settings of both beside it. */
export function StorageBar({ store }: { readonly store: HistoryStore }) {
  const storage = useStore(store, (state) => state.storage);
  const { hours, megabytes } = useAllowed();
  const [isOpen, setIsOpen] = useState(false);
  if (storage === null) return null;
  const text = `${formatBytes(storage.usedBytes)} of ${formatBytes(megabytes * MEGABYTE)}`;
  return (
    <div className="bar h-auto min-h-(--bar) flex-wrap gap-y-0 border-t border-border-1 py-1 text-12 text-text-2">
      <span className="whitespace-nowrap">Kept to undo</span>
      <Meter
        label="Kept to undo"
        kind="limit"
        value={storage.usedBytes / (megabytes * MEGABYTE)}
        text={text}
        width={96}
      />
      <span
        className="tn whitespace-nowrap"
        title="A change takes at least one block of the disk, 4 KB"
      >
        {text}
      </span>
      {storage.sealedBytes === 0 ? null : (
        <span className="text-text-3">
          {formatBytes(storage.sealedBytes)} of it not readable with this keychain
        </span>
      )}
      <span className="grow" />
      <span className="text-text-3">
        {storage.survivesQuit
          ? `Each for ${formatCountOf(hours, 'hour')}, encrypted`
          : `No system keychain: kept until Redstart quits, at most ${formatCountOf(hours, 'hour')}`}
      </span>
      <Popover
        label="Undo settings"
        side="top"
        align="end"
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        trigger={
          <Button size="sm" tone="ghost" icon={Settings2}>
            Settings
          </Button>
        }
      >
        <LimitsForm onDone={() => setIsOpen(false)} />
      </Popover>
    </div>
  );
}
