import { ListPlus, Save } from 'lucide-react';
import { Button } from '../../../../ui/Button.tsx';
import { withoutHidden } from '../value/hidden-characters.ts';
import type { NotPending, PendingJoin, PlacedCommand } from './pending-commands.ts';

export interface JoinPendingProps {
  readonly join: PendingJoin | null;
  /** null: what is written does not make a command yet. */
  readonly command: PlacedCommand | null;
  /** Why it cannot join them. */
  readonly why: NotPending | null;
  /** Why nothing can be written now. */
  readonly lock: string | null;
  readonly onClose: () => void;
}

/** Keeps the command for later, to be saved together with the other pending changes. */
export function JoinButton({ join, command, why, lock, onClose }: JoinPendingProps) {
  if (join === null) return null;
  const reason = command === null ? 'Not finished' : (why?.reason ?? null);
  return (
    <Button
      icon={ListPlus}
      disabledReason={lock ?? reason}
      onClick={() => {
        if (command === null) return;
        join.add(command);
        onClose();
      }}
    >
      Add to pending
    </Button>
  );
}

/** Why it cannot be kept with the pending changes, and what to do. */
export function JoinNotice({ join, why, lock, onClose }: Omit<JoinPendingProps, 'command'>) {
  if (join === null || why === null) return null;
  return (
    <div className="flex items-center gap-2 text-12 text-text-2">
      <span className="min-w-0 grow wrap-anywhere">
        Cannot join the pending changes. {withoutHidden(why.reason)}
      </span>
      {why.isAfterSave ? (
        <Button
          size="sm"
          icon={Save}
          disabledReason={lock}
          onClick={() => {
            onClose();
            join.onSave();
          }}
        >
          Save pending
        </Button>
      ) : null}
    </div>
  );
}
