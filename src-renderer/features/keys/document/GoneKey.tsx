import { KeyRound, TimerOff, Trash2, type LucideIcon } from 'lucide-react';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { formatClock } from '../../../ui/format/clock.ts';
import { KeyName } from '../../../ui/KeyName.tsx';
import type { GoneHow } from './head-store.ts';

const icons: Readonly<Record<GoneHow, LucideIcon>> = {
  expired: TimerOff,
  deleted: Trash2,
  missing: KeyRound,
};

function titleOf(how: GoneHow, atMs: number): string {
  if (how === 'expired') return `Expired at ${formatClock(atMs)}`;
  return how === 'deleted' ? `Deleted at ${formatClock(atMs)}` : 'This key is not there any more';
}

export interface GoneKeyProps {
  readonly how: GoneHow;
  readonly atMs: number;
  readonly keyName: Uint8Array;
  readonly separator: readonly string[];
  readonly onRetry: () => void;
}

/** A key that went while it was shown: a fact, not an error. */
export function GoneKey({ how, atMs, keyName, separator, onRetry }: GoneKeyProps) {
  return (
    <div className="grid h-full place-items-center" role="status">
      <EmptyState
        icon={icons[how]}
        title={titleOf(how, atMs)}
        actions={
          <Button size="sm" onClick={onRetry}>
            Look again
          </Button>
        }
      >
        <KeyName name={keyName} separator={separator} />
        {how === 'missing' ? (
          <span className="block">Deleted or expired; noticed at {formatClock(atMs)}.</span>
        ) : null}
      </EmptyState>
    </div>
  );
}
