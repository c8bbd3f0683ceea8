import { ListPlus, Save } from 'lucide-react';
import { Button } from '../../../../ui/Button.tsx';
import { withoutHidden } from '../value/hidden-characters.ts';
import type { NotPending, PendingJoin } from './pending-commands.ts';

export interface JoinButtonProps {
  /** Why it cannot join them; null when it can. */
  readonly reason: string | null;
  /** Where another button writes at once, that one is the first. */
  readonly isFirst?: boolean;
  readonly keys?: string | undefined;
  readonly onJoin: () => void;
}

/** Keeps the command, to be saved together with the other pending changes. */
export function JoinButton({ reason, isFirst = true, keys, onJoin }: JoinButtonProps) {
  return (
    <Button
      tone={isFirst ? 'primary' : undefined}
      icon={ListPlus}
      keys={keys}
      disabledReason={reason}
      onClick={onJoin}
    >
      Add to pending
    </Button>
  );
}

export interface JoinNoticeProps {
  readonly join: PendingJoin;
  readonly why: NotPending | null;
  /** Why nothing can be written now. */
  readonly lock: string | null;
  readonly onClose: () => void;
}

/** Why it cannot be kept with the pending changes, and what to do. */
export function JoinNotice({ join, why, lock, onClose }: JoinNoticeProps) {
  if (why === null) return null;
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
