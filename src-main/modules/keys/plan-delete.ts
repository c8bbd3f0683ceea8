import type { Output } from '../../../src-shared/contract/index.ts';
import type { KeySelection } from '../../../src-shared/contract/keys.ts';
import type { ReadClient } from '../../redis/clients.ts';
import type { Session } from '../../redis/session.ts';
import type { NameSet } from '../../scan/name-set.ts';
import type { UndoJournal } from '../../undo/journal.ts';
import { commandText } from '../../undo/name-text.ts';
import type { PlanStore } from '../../undo/plan.ts';
import { estimateDelete, spread } from './delete-estimate.ts';
import { describeKeys } from './describe-keys.ts';
import { resolveSelection } from './resolve-selection.ts';

/** What the user agreed to. */
export interface DeletePlan {
  readonly names: NameSet;
  readonly command: string;
  /** Why the keys go for good, as it was said; null: they can be brought back. */
  readonly obstacle: string | null;
}

interface Planning {
  readonly redis: ReadClient;
  readonly session: Session;
  readonly signal: AbortSignal;
  readonly journal: UndoJournal;
  readonly plans: PlanStore<DeletePlan>;
}

const SAMPLE = 20;
const NAMES_IN_COMMAND = 3;

/** Finds out what a delete would do; nothing is changed. */
export async function planDelete(
  planning: Planning,
  selection: KeySelection,
): Promise<Output<'keys.planDelete'>> {
  const { redis, session, journal, plans } = planning;
  const names = await resolveSelection(planning, selection);
  const sampled = spread(names, SAMPLE);
  const facts = await describeKeys(redis, sampled);
  const { bytes, bytesExact, obstacle } = await estimateDelete(redis, names, journal.room());
  const command = unlinkText(session, names);
  const plan = plans.add(session.id, { names, command, obstacle });
  return {
    plan: plan.id,
    count: names.size,
    sample: sampled.flatMap((key, i) => {
      const one = facts[i];
      return one?.state === 'present'
        ? [{ key: new Uint8Array(key), type: one.type, ttlMs: one.ttlMs }]
        : [];
    }),
    bytes,
    bytesExact,
    undo:
      obstacle === null
        ? {
            kind: 'exact',
            untilMs: Date.now() + journal.keptMs,
            survivesQuit: journal.survivesQuit,
          }
        : { kind: 'none', reason: obstacle },
    command,
    expiresAtMs: plan.expiresAtMs,
  };
}

/** DEL only where there is no UNLINK: it frees big values while everybody waits. */
export const removeCommand = (session: Session): 'unlink' | 'del' =>
  session.has('unlink') ? 'unlink' : 'del';

function unlinkText(session: Session, names: NameSet): string {
  const text = commandText(
    removeCommand(session).toUpperCase(),
    ...names.slice(0, NAMES_IN_COMMAND),
  );
  const more = names.size - NAMES_IN_COMMAND;
  return more > 0 ? `${text} … and ${more.toLocaleString('en-US')} more` : text;
}
