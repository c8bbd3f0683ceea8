import type { PartsChange } from '../../../src-shared/contract/part-changes.ts';
import type { Output } from '../../../src-shared/contract/index.ts';
import { type PartCommand, partCommands } from '../../../src-shared/part-commands.ts';
import { assertNever } from '../../../src-shared/result.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { expiryReader } from '../../redis/expiry.ts';
import type { Session } from '../../redis/session.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { type Changing, changeWithUndo } from '../../undo/change-with-undo.ts';
import { replyOf } from '../../undo/element-state.ts';
import type { UndoJournal } from '../../undo/journal.ts';
import { commandText, titleName } from '../../undo/name-text.ts';
import { undoPlace } from '../../undo/undo-scope.ts';
import { type Inspected, inspectParts } from './inspect-parts.ts';
import { removeInSteps } from './remove-in-steps.ts';

/** What was shown to the user before they agreed. */
export interface PlannedParts {
  readonly key: Uint8Array;
  readonly change: PartsChange;
  readonly parts: number;
  /** null: it can be taken back. */
  readonly never: string | null;
}

type Made = Output<'values.applyParts'>;

interface Looking {
  readonly redis: ReadClient;
  readonly session: Session;
  readonly journal: UndoJournal;
}

/** Looks at a key, of a reader that may be that of a transaction, with what stays the same over several looks. */
async function lookerOf({ redis, session, journal }: Looking, key: Uint8Array) {
  const expiry = await expiryReader(redis, session, key);
  const { clockOffsetMs } = session;
  return (reader: ReadClient, change: PartsChange): Promise<Inspected> =>
    inspectParts({ redis: reader, key, room: journal.room(), expiry, clockOffsetMs }, change);
}

/** What the change would touch, and whether it could be taken back. */
export async function planParts(looking: Looking, key: Uint8Array, change: PartsChange) {
  const look = await lookerOf(looking, key);
  const { parts, left, total, undo, step } = await look(looking.redis, change);
  const never = undo.kind === 'none' ? undo.reason : null;
  return { planned: { key, change, parts, never }, shown: { parts, left, total, undo, step } };
}

/** Makes the change, with its undo where the plan promised one. */
export async function applyParts(
  changing: Changing,
  planned: PlannedParts,
  signal: AbortSignal,
): Promise<Made> {
  return planned.never === null
    ? await withUndo(changing, planned)
    : await forGood(changing, planned, planned.never, signal);
}

async function withUndo(changing: Changing, planned: PlannedParts): Promise<Made> {
  const { key, change } = planned;
  const look = await lookerOf(changing, key);
  let now: Inspected | null = null;
  const { ticket } = await changeWithUndo(changing, {
    key,
    title: titleOf(planned, planned.parts),
    command: commandOf(planned),
    decide: async (redis) => {
      now = assertPlanned(planned, await look(redis, change));
      if (now.undo.kind === 'none') throw noUndoAnyMore();
      return { entry: await now.entry(), calls: now.calls };
    },
    done: () => ({ result: null, note: null }),
  });
  return { ticket, stopped: null, ...countsOf(now) };
}

/** What the callback left there: the compiler does not see it being set. */
const countsOf = (now: Inspected | null) => ({ parts: now?.parts ?? 0, left: now?.left ?? 0 });

async function forGood(
  changing: Changing,
  planned: PlannedParts,
  never: string,
  signal: AbortSignal,
): Promise<Made> {
  const { redis, session, journal } = changing;
  const { key, change } = planned;
  const made =
    change.kind === 'zset.removeRange' || change.kind === 'list.trim'
      ? await removeInSteps({ redis, key, signal }, change, planned.parts)
      : await atOnce(changing, planned);
  journal.history.noteForGood({
    ...undoPlace(session),
    title: titleOf(planned, made.parts),
    command: commandOf(planned),
    keys: 1,
    never,
  });
  return { ticket: null, left: 0, ...made };
}

async function atOnce(changing: Changing, planned: PlannedParts) {
  const look = await lookerOf(changing, planned.key);
  let now: Inspected | null = null;
  const outcome = await changing.redis.transact(planned.key, async (redis) => {
    now = assertPlanned(planned, await look(redis, planned.change));
    return now.calls;
  });
  if (!outcome.done)
    throw new AppFailure({
      code: 'conflict',
      current: null,
      message: 'The key was changed at this very moment: nothing was done. Try again',
    });
  for (const reply of outcome.replies) replyOf(reply);
  return { ...countsOf(now), stopped: null };
}

/** Nothing goes that was not in the plan, and a change of nothing is none. */
function assertPlanned(planned: PlannedParts, now: Inspected): Inspected {
  if (now.parts > planned.parts)
    throw new AppFailure({
      code: 'conflict',
      current: null,
      message: `It would be ${now.parts} now, ${planned.parts} were shown: look again`,
    });
  if (now.parts === 0)
    throw new AppFailure({
      code: 'conflict',
      current: null,
      message: 'Nothing of it is there as it was read: nothing was changed',
    });
  return now;
}

function noUndoAnyMore(): AppFailure {
  return new AppFailure({
    code: 'limit',
    limit: 'undo',
    message: 'It cannot be taken back any more as was said: nothing was changed. Look again',
  });
}

const counted = (count: number, one: string): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : `${one}s`}`;

function titleOf({ key, change }: PlannedParts, parts: number): string {
  const name = titleName(key);
  switch (change.kind) {
    case 'hash.removeFields':
      return `Removed ${counted(parts, 'field')} from ${name}`;
    case 'hash.expireFields':
      return `${change.ttlMs === null ? 'Removed' : 'Changed'} the TTL of ${counted(parts, 'field')} of ${name}`;
    case 'set.removeMembers':
    case 'zset.removeMembers':
    case 'zset.removeRange':
      return `Removed ${counted(parts, 'member')} from ${name}`;
    case 'list.removeElements':
      return `Removed ${counted(parts, 'element')} from ${name}`;
    case 'list.trim':
      return `Trimmed ${counted(parts, 'element')} off ${name}`;
    default:
      return assertNever(change);
  }
}

/** Arguments and commands that are shown of many. */
const SHOWN = 5;

function commandOf({ key, change }: PlannedParts): string {
  const commands = partCommands(key, change);
  const shown =
    commands.length <= SHOWN ? commands : [...commands.slice(0, 2), null, commands.at(-1)];
  return shown.map((one) => (one === null || one === undefined ? '…' : brief(one))).join('; ');
}

function brief([name, ...args]: PartCommand): string {
  const text = commandText(name.toUpperCase(), ...args.slice(0, SHOWN));
  return args.length > SHOWN ? `${text} …` : text;
}
