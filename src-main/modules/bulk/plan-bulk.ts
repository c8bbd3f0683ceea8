import type { BulkAction, BulkPlan } from '../../../src-shared/contract/bulk.ts';
import type { KeyFacts, KeySelection } from '../../../src-shared/contract/keys.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { ReadClient } from '../../redis/clients.ts';
import type { Session } from '../../redis/session.ts';
import type { SessionPool } from '../../redis/session-pool.ts';
import type { NameSet } from '../../scan/name-set.ts';
import type { UndoJournal } from '../../undo/journal.ts';
import type { PlanStore } from '../../undo/plan.ts';
import { describeKeys } from '../keys/describe-keys.ts';
import { findConflicts } from './conflicts.ts';
import { commandOf } from './bulk-words.ts';
import { estimateDelete, type Estimate, spread } from './delete-estimate.ts';
import { readIdle, ttlMixOf } from './mixes.ts';
import { renamed } from './rename-change.ts';
import { resolveSelection } from './resolve-selection.ts';

/** What the user agreed to. */
export interface Planned {
  readonly action: BulkAction;
  readonly names: NameSet;
  readonly selection: KeySelection;
  readonly command: string;
  /** Why nothing is kept to take it back, as it was said; null: it is kept. */
  readonly obstacle: string | null;
}

export interface Planning {
  readonly redis: ReadClient;
  readonly session: Session;
  readonly pool: SessionPool;
  readonly signal: AbortSignal;
  readonly journal: UndoJournal;
  readonly plans: PlanStore<Planned>;
}

const SHOWN = 20;
/** Of an entry of the journal, beside the names in it. */
const ENTRY_BYTES = 160;

/** Finds out what would happen; nothing is changed. */
export async function planBulk(
  planning: Planning,
  selection: KeySelection,
  action: BulkAction,
): Promise<BulkPlan> {
  const { session, pool, signal, journal, plans } = planning;
  const source = action.kind === 'copy' ? pool.get(action.from) : session;
  const redis: ReadClient = source.client;
  const names = await resolveSelection({ redis, session: source, signal }, selection);
  const sample = spread(names, LIMITS.describeKeys);
  const facts = await describeKeys(redis, sample);
  const estimate = await estimateDelete(redis, names, journal.room());
  const conflicts = await findConflicts(planning.redis, names, action, signal);
  const obstacle = obstacleOf(action, names, estimate, journal.room());
  const command = commandOf(action, source, names);
  const planned = { action, names, selection, command, obstacle };
  const plan = plans.add(session.id, planned);
  return {
    plan: plan.id,
    count: names.size,
    sample: shownOf(sample, facts, action),
    bytes: estimate.bytes,
    bytesExact: estimate.bytesExact,
    ttl: ttlMixOf(facts),
    idleSeconds: await readIdle(redis, sample),
    conflicts,
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

/** Some of the sample, evenly. */
function shownOf(
  sample: readonly Uint8Array[],
  facts: readonly KeyFacts[],
  action: BulkAction,
): BulkPlan['sample'] {
  const step = Math.max(1, sample.length / SHOWN);
  return Array.from({ length: Math.min(SHOWN, sample.length) }, (_, i) =>
    Math.floor(i * step),
  ).flatMap((index) => {
    const [key, one] = [sample[index], facts[index]];
    if (key === undefined || one?.state !== 'present') return [];
    const { type, ttlMs } = one;
    return [{ key: new Uint8Array(key), type, ttlMs, to: newName(action, key) }];
  });
}

const newName = (action: BulkAction, key: Uint8Array): Uint8Array | null =>
  action.kind === 'rename' ? renamed(key, action.from, action.to) : null;

/** Why it could not be taken back; null when it can. */
function obstacleOf(
  action: BulkAction,
  names: NameSet,
  { obstacle }: Estimate,
  room: number,
): string | null {
  if (action.kind === 'delete') return obstacle;
  if (action.kind === 'copy' && obstacle?.startsWith('The server refuses DUMP') === true)
    return obstacle;
  const needed = names.size * ENTRY_BYTES + names.bytes * (action.kind === 'rename' ? 2 : 1);
  return needed <= room
    ? null
    : `The undo journal would need about ${Math.ceil(needed / 1_048_576)} MB and has room for ${Math.max(0, Math.floor(room / 1_048_576))} MB`;
}
