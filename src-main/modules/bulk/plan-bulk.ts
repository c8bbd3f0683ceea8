import type { BulkAction, BulkPlan } from '../../../src-shared/contract/bulk.ts';
import type { Item } from '../../../src-shared/contract/index.ts';
import type { KeySelection } from '../../../src-shared/contract/keys.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { LARGEST_COMPARED } from '../../redis/compared-script.ts';
import type { Session } from '../../redis/session.ts';
import type { SessionPool } from '../../redis/session-pool.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import type { NameSet } from '../../scan/name-set.ts';
import type { UndoJournal } from '../../undo/journal.ts';
import type { PlanStore } from '../../undo/plan.ts';
import { describeForPlan, type PlannedFacts } from '../keys/describe-keys.ts';
import { findConflicts } from './conflicts.ts';
import { commandOf } from './bulk-words.ts';
import { memoryObstacle } from './full-memory.ts';
import { estimateDelete, type Estimate, roomObstacle, spread } from './delete-estimate.ts';
import { LARGEST_CHECKED, removeCommand } from './delete-change.ts';
import { lookAtPlanned, type PlannedKeys } from './planned-keys.ts';
import { readIdle, ttlMixOf } from './mixes.ts';
import { renamed } from './rename-change.ts';
import { lackingRight, takesScripts, waysToChange, writeObstacle } from './rights.ts';
import { resolveSelection } from './resolve-selection.ts';

/** What the user agreed to. */
export interface Planned {
  readonly action: BulkAction;
  readonly names: NameSet;
  readonly selection: KeySelection;
  readonly command: string;
  /** Why nothing is kept to take it back, as it was said; null: it is kept. */
  readonly obstacle: string | null;
  /** What its keys were, for what has changed by their turn. */
  readonly known: PlannedKeys;
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
/** What a script does needs no transaction, which a full memory may refuse. */
const SCRIPTED: ReadonlySet<BulkAction['kind']> = new Set(['delete', 'expire', 'expireAt']);
/** Of an entry of the journal, beside the names in it. */
const ENTRY_BYTES = 160;

/** Finds out what would happen; nothing is changed. The plan comes last. */
export async function* planBulk(
  planning: Planning,
  selection: KeySelection,
  action: BulkAction,
): AsyncGenerator<Item<'bulk.plan'>> {
  const { session, pool, signal, journal, plans } = planning;
  if (action.kind === 'expireAt') assertToCome(action.atMs, Date.now() + session.clockOffsetMs);
  const source = action.kind === 'copy' ? pool.get(action.from) : session;
  const redis: ReadClient = source.client;
  const names = yield* resolveSelection({ redis, session: source, signal }, selection);
  yield { step: 'looking', found: names.size };
  const sample = spread(names, LIMITS.describeKeys);
  const facts = await describeForPlan(redis, sample);
  const known = await lookAtPlanned({ redis, signal }, names, selection, { sample, facts });
  const estimate = await estimateDelete(redis, names);
  const found = await findConflicts(planning.redis, names, action, signal);
  const ways = await waysToChange(session.client, names.at(0));
  const inTransaction = ways.by === null ? ways.obstacle : null;
  const full = await memoryObstacle(session.client, sample);
  const isScripted = SCRIPTED.has(action.kind) && (await takesScripts(session.client, names.at(0)));
  if (action.kind === 'copy') await assertCanCopy(planning.redis, names, estimate);
  if (action.kind !== 'delete' && inTransaction !== null)
    throw lackingRight('the rights to WATCH, MULTI and EXEC, or to scripts', inTransaction);
  if (action.kind !== 'delete' && !isScripted && full !== null)
    throw lackingRight('room in its memory: a higher maxmemory, or fewer keys', full);
  const replaced =
    action.kind === 'copy' && action.replace && found !== null && found.names.size > 0
      ? ((await estimateDelete(planning.redis, found.names)).needed ?? 0) * found.factor
      : 0;
  const room = journal.room();
  const obstacle =
    action.kind === 'delete'
      ? (inTransaction ??
        withoutUndo(full, isScripted ? estimate.large : 'all') ??
        keepObstacle(estimate, room))
      : roomObstacle(roomFor(action, names) + replaced, room);
  const isAlone = action.kind === 'delete' && obstacle !== null;
  const way = isAlone ? 'alone' : isScripted ? 'scripts' : 'transactions';
  const command = commandOf(action, names, { remove: removeCommand(session), way });
  const planned = { action, names, selection, command, obstacle, known };
  const idleSeconds = await readIdle(redis, sample);
  // Whoever has left agrees to nothing.
  signal.throwIfAborted();
  const { id, expiresAtMs } = plans.add(session.id, planned);
  const plan: BulkPlan = {
    plan: id,
    count: names.size,
    sample: shownOf(sample, facts, action),
    bytes: estimate.bytes,
    bytesExact: estimate.bytesExact,
    ttl: ttlMixOf(facts),
    idleSeconds,
    conflicts:
      found === null ? null : { count: found.count, exact: found.exact, sample: found.sample },
    undo:
      obstacle === null
        ? {
            kind: 'exact',
            untilMs: Date.now() + journal.keptMs,
            survivesQuit: journal.survivesQuit,
            leaves: leftAlone(full, ways.by === 'script', estimate),
          }
        : { kind: 'none', reason: obstacle },
    command,
    expiresAtMs,
  };
  yield { step: 'planned', plan };
}

const withoutUndo = (full: string | null, large: Estimate['large']): string | null =>
  full === null || large !== 'all'
    ? null
    : `${full}, such as one with an undo. UNLINK alone works, and what goes so cannot be brought back`;

/** Of what is deleted with an undo; null: nothing, as far as is known. */
function leftAlone(
  full: string | null,
  isCompared: boolean,
  { large, largest }: Estimate,
): string | null {
  if (full !== null && large === 'some')
    return `${full}: values above ${LARGEST_CHECKED / 1_024} KB, which need one, are left alone`;
  return isCompared && largest > LARGEST_COMPARED
    ? `This user may not use WATCH, MULTI and EXEC: values above ${LARGEST_COMPARED / 1_048_576} MB, which a script does not compare, are left alone`
    : null;
}

/** Throws when PEXPIREAT would delete. */
function assertToCome(atMs: number, nowMs: number): void {
  if (atMs > nowMs) return;
  throw new AppFailure({
    code: 'limit',
    limit: 'expiry',
    message:
      'That time is over by the server’s clock: the keys would be deleted at once, without an undo. Delete them instead',
  });
}

/** Some of the sample, evenly. */
function shownOf(
  sample: readonly Uint8Array[],
  facts: readonly PlannedFacts[],
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

/** Throws when this user may not DUMP where it is copied from, or to. */
async function assertCanCopy(
  target: ReadClient,
  names: NameSet,
  { dumpRefused }: Estimate,
): Promise<void> {
  const needs = 'the right to DUMP there and here';
  if (dumpRefused !== null)
    throw lackingRight(needs, `The server they come from refuses DUMP: ${dumpRefused}`);
  const obstacle = await writeObstacle(target, names);
  if (obstacle !== null) throw lackingRight(needs, obstacle);
}

/** Why what is deleted could not be taken back; null when it can. */
const keepObstacle = ({ dumpRefused, needed }: Estimate, room: number): string | null =>
  dumpRefused === null ? roomObstacle(needed, room) : `The server refuses DUMP: ${dumpRefused}`;

/** Bytes of the journal, beside values. */
const roomFor = ({ kind }: BulkAction, names: NameSet): number =>
  names.size * ENTRY_BYTES + names.bytes * (kind === 'rename' ? 2 : 1);
