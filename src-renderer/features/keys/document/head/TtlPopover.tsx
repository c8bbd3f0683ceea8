import { Clock, Lock } from 'lucide-react';
import { type FormEvent, Suspense, useState } from 'react';
import type { OpenConnection } from '../../../../../src-shared/contract/connections.ts';
import type { AppError } from '../../../../../src-shared/result.ts';
import { offerUndo } from '../../../../app/removal/offer-undo.ts';
import { useClient } from '../../../../client/client-context.ts';
import { loadLater } from '../../../../lib/load-later.ts';
import { Button } from '../../../../ui/Button.tsx';
import { ErrorNotice } from '../../../../ui/ErrorNotice.tsx';
import { formatClock } from '../../../../ui/format/clock.ts';
import { formatDuration } from '../../../../ui/format/duration.ts';
import { Popover } from '../../../../ui/Popover.tsx';
import { Segmented } from '../../../../ui/Segmented.tsx';
import { useNow } from '../../../../ui/TtlText.tsx';
import { showCommand } from '../json/json-command.ts';
import { writeLock } from '../../../../app/write-lock.ts';
import { readTtl, toLocalTime, type TtlChoice, type TtlDraft } from './ttl-input.ts';
import { TtlFields, ttlModes } from './TtlFields.tsx';

// Comparing is read when there is something to compare.
const TtlConflict = loadLater(async () => (await import('./TtlConflict.tsx')).TtlConflict);

export interface TtlPopoverProps extends FormProps {
  readonly isOpen: boolean;
  /** This user may not run PTTL: what there is could not be brought back. */
  readonly isUnreadable: boolean;
}

interface FormProps {
  readonly connection: OpenConnection;
  readonly keyName: Uint8Array;
  readonly ttlMs: number | null;
  /** When it was read to expire, on this computer's clock; null: never. */
  readonly expiresAtMs: number | null;
  readonly onOpenChange: (isOpen: boolean) => void;
  /** The TTL was changed, or the change was taken back. */
  readonly onChanged: () => void;
}

function describe(choice: TtlChoice, nowMs: number): string {
  if (!choice.ok) return '';
  if (choice.ttlMs === null) return 'No expiry';
  return `Expires ${formatClock(nowMs + choice.ttlMs, nowMs)}, in ${formatDuration(choice.ttlMs)}`;
}

function commandOf(key: Uint8Array, choice: TtlChoice): string {
  if (!choice.ok) return showCommand('PEXPIRE', key);
  return choice.ttlMs === null
    ? showCommand('PERSIST', key)
    : showCommand('PEXPIRE', key, String(choice.ttlMs));
}

/** Somebody else's TTL, from the PTTL that a conflict brings. */
function theirsOf(error: AppError): { readonly expiresAtMs: number | null } | null {
  if (error.code !== 'conflict' || error.current === null) return null;
  const left = Number(error.current);
  return { expiresAtMs: left < 0 ? null : Date.now() + left };
}

function TtlForm({ connection, keyName, onOpenChange, onChanged, ...read }: FormProps) {
  const { ttlMs } = read;
  const client = useClient();
  const now = useNow(true);
  const [draft, setDraft] = useState<TtlDraft>(() => ({
    mode: 'in',
    duration: ttlMs === null ? '1 h' : String(Math.ceil(ttlMs / 1_000)),
    at: toLocalTime(Date.now() + (ttlMs ?? 3_600_000)),
  }));
  const [isRunning, setIsRunning] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  // What is compared stays what was shown when this was opened, until their TTL has been shown.
  const [readAsMs, setReadAsMs] = useState(read.expiresAtMs);
  const [theirs, setTheirs] = useState<{ readonly expiresAtMs: number | null } | null>(null);
  const choice = readTtl(draft, now);
  const persists = choice.ok && choice.ttlMs === null;
  const lock = writeLock(connection, persists ? 'persist' : 'pexpire');

  const submit = async (over: number | null): Promise<void> => {
    // At this moment: an absolute time has come nearer since it was drawn.
    const chosen = readTtl(draft, Date.now());
    if (!chosen.ok || lock !== null || isRunning) return;
    setIsRunning(true);
    const input = { connection: connection.id, key: keyName, ttlMs: chosen.ttlMs, readAsMs: over };
    const result = await client.call('keys.setTtl', input);
    setIsRunning(false);
    if (!result.ok) {
      setReadAsMs(over);
      setTheirs(theirsOf(result.error));
      setError(result.error);
      return;
    }
    onOpenChange(false);
    onChanged();
    offerUndo({ client, connection: connection.id, ticket: result.value, onUndone: onChanged });
  };

  return (
    <form
      className={`flex ${theirs === null ? 'w-80' : 'w-120'} max-w-full flex-col gap-3`}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void submit(theirs === null ? readAsMs : theirs.expiresAtMs);
      }}
    >
      <Segmented
        label="When the key expires"
        className="self-start"
        value={draft.mode}
        segments={ttlModes}
        onChange={(mode) => {
          setDraft({ ...draft, mode });
        }}
      />
      <div>
        <TtlFields
          draft={draft}
          error={choice.ok ? null : choice.error}
          onChange={(change) => {
            setDraft({ ...draft, ...change });
          }}
        />
      </div>
      <div className="min-h-8 text-11 text-text-3">
        <div className="tn">{describe(choice, now)}</div>
        <div className="mono selectable wrap-anywhere text-11">{commandOf(keyName, choice)}</div>
      </div>
      {theirs !== null ? (
        <Suspense>
          <TtlConflict
            readAsMs={readAsMs}
            theirsMs={theirs.expiresAtMs}
            mineMs={choice.ok && choice.ttlMs !== null ? now + choice.ttlMs : null}
          />
        </Suspense>
      ) : error === null ? null : (
        <ErrorNotice error={error} className="rounded-2" />
      )}
      <div className="flex justify-end gap-2">
        <Button
          size="sm"
          onClick={() => {
            onOpenChange(false);
            if (theirs !== null) onChanged();
          }}
        >
          {theirs === null ? 'Cancel' : 'Keep theirs'}
        </Button>
        <Button
          size="sm"
          type="submit"
          tone="primary"
          icon={lock === null ? undefined : Lock}
          busy={isRunning}
          disabledReason={lock ?? (choice.ok ? null : choice.error)}
        >
          {theirs === null ? (persists ? 'Remove the TTL' : 'Set TTL') : 'Overwrite with mine'}
        </Button>
      </div>
    </form>
  );
}

/** When the key goes: in a time, at a time, or never. */
export function TtlPopover({ isOpen, isUnreadable, ...props }: TtlPopoverProps) {
  const unreadable = 'This user may not run PTTL: undo could not bring back what is there';
  const lock = writeLock(props.connection, 'pexpire') ?? (isUnreadable ? unreadable : null);
  return (
    <Popover
      label="Set TTL"
      align="end"
      isOpen={isOpen}
      onOpenChange={props.onOpenChange}
      trigger={
        <Button size="sm" icon={lock === null ? Clock : Lock} disabledReason={lock}>
          Set TTL
        </Button>
      }
    >
      <TtlForm {...props} />
    </Popover>
  );
}
