import type { ChangeState, HistoryEntry } from '../../../src-shared/contract/undo.ts';
import { assertNever } from '../../../src-shared/result.ts';
import { formatClock } from '../../ui/format/clock.ts';
import { formatCountOf } from '../../ui/format/count.ts';
import type { Show } from './history-store.ts';

interface Words {
  /** For a row. */
  readonly short: string;
  readonly tone: 'ok' | 'warn' | undefined;
  /** The whole of it, for the detail. */
  readonly long: string;
}

function undoable({ state, keys, lastUndo }: HistoryEntry, until: string): Words {
  const left = state.is === 'undoable' ? state.left : 0;
  const stays =
    state.is === 'undoable' && !state.survivesQuit
      ? `Can be undone until Redstart quits, at most until ${until}`
      : `Can be undone until ${until}, also after Redstart was quit`;
  if (lastUndo === null) return { short: `Undo until ${until}`, tone: 'ok', long: stays };
  return {
    short: left < keys ? `Undone in part, ${left} left` : 'Met conflicts',
    tone: 'warn',
    long: `${formatCountOf(left, 'key')} of ${keys} still to be taken back. ${stays}`,
  };
}

/** What a change's undo is worth now, in words. */
export function stateWords(entry: HistoryEntry): Words {
  const { state, lastUndo } = entry;
  switch (state.is) {
    case 'undoable':
      return undoable(entry, formatClock(state.untilMs));
    case 'undone': {
      const when = lastUndo === null ? '' : ` ${formatClock(lastUndo.atMs)}`;
      const lost = lastUndo?.conflictCount ?? 0;
      return lost === 0
        ? { short: `Undone${when}`, tone: undefined, long: `Taken back${when}` }
        : {
            short: 'Undone in part',
            tone: 'warn',
            long: `Taken back${when}, but for ${formatCountOf(lost, 'key')}`,
          };
    }
    case 'expired':
      return {
        short: 'Expired',
        tone: undefined,
        long: 'The time to undo it is over: nothing is kept of it',
      };
    case 'forgotten':
      return {
        short: 'Forgotten',
        tone: undefined,
        long: 'What was kept of it was forgotten: it cannot be undone',
      };
    case 'lost':
      return {
        short: 'Not kept',
        tone: undefined,
        long: 'Nothing is kept of it any more: it cannot be undone',
      };
    case 'never':
      return {
        short: 'No undo',
        tone: 'warn',
        long: `It could not be undone from the start: ${state.reason}`,
      };
    default:
      return assertNever(state);
  }
}

const shows: Readonly<Record<ChangeState['is'], Show>> = {
  undoable: 'undoable',
  undone: 'undone',
  expired: 'closed',
  forgotten: 'closed',
  lost: 'closed',
  never: 'closed',
};

/** Under which of the filter's words a change is found. */
export const showOf = ({ state }: HistoryEntry): Show => shows[state.is];
