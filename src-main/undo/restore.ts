import { assertNever } from '../../src-shared/result.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import { keyOf } from './entry-key.ts';
import type { UndoEntry, UndoEntryOf } from './entry.ts';
import { restoreCopied } from './restore-copied.ts';
import type { Conflict, Restoring } from './restoring.ts';
import { restoreDeleted } from './restore-deleted.ts';
import { restoreEdit } from './restore-edit.ts';
import { restoreElements } from './restore-elements.ts';
import { restoreJsonKey, restoreJsonPath, restoreJsonPaths } from './restore-json.ts';
import { restoreNames } from './restore-names.ts';
import { restoreParts } from './restore-parts.ts';
import {
  restoreAdded,
  restoreConsumer,
  restoreGroup,
  restoreGroupId,
  restorePending,
} from './restore-stream.ts';
import { restoreTtls } from './restore-ttls.ts';
import { restoreAttributes } from './restore-vectors.ts';
import { restoreSeriesOptions, restoreSeriesRule } from './restore-series.ts';
import { restoreSample, restoreSamples } from './restore-samples.ts';

type Batched = UndoEntryOf<'delete' | 'rename' | 'ttl' | 'copied'>;

const UNKNOWN =
  'The connection was lost in between: it is not known whether it was taken back. Look at it before undoing again';

const isBatched = (entry: UndoEntry): entry is Batched =>
  entry.kind === 'delete' ||
  entry.kind === 'rename' ||
  entry.kind === 'ttl' ||
  entry.kind === 'copied';

/**
 * The first entries, at most `most`, that are taken back at once: many keys of the kinds that can be looked at again after a
 * lost answer, or one of the others.
 */
export function firstChunk(entries: readonly UndoEntry[], most: number): readonly UndoEntry[] {
  const other = entries.slice(0, most).findIndex((entry) => !isBatched(entry));
  return entries.slice(0, other === -1 ? most : Math.max(1, other));
}

/** Takes a chunk back. Never over something that somebody else put there since: gives what was left alone. */
export async function restoreChunk(
  restoring: Restoring,
  entries: readonly UndoEntry[],
): Promise<Conflict[]> {
  const conflicts = [
    ...(await restoreDeleted(
      restoring,
      entries.filter((entry) => entry.kind === 'delete'),
    )),
    ...(await restoreNames(
      restoring,
      entries.filter((entry) => entry.kind === 'rename'),
    )),
    ...(await restoreTtls(
      restoring,
      entries.filter((entry) => entry.kind === 'ttl'),
    )),
    ...(await restoreCopied(
      restoring,
      entries.filter((entry) => entry.kind === 'copied'),
    )),
  ];
  for (const entry of entries) {
    if (isBatched(entry)) continue;
    const reason = await knownOutcome(() => restoreOne(restoring, entry));
    if (reason !== null) conflicts.push({ entry, key: keyOf(entry), reason, lasting: false });
  }
  return conflicts;
}

/** What cannot be told after a lost answer is left to the user. */
async function knownOutcome(restore: () => Promise<string | null>): Promise<string | null> {
  try {
    return await restore();
  } catch (thrown) {
    if (thrown instanceof AppFailure && thrown.error.code === 'redis.unknownOutcome')
      return UNKNOWN;
    throw thrown;
  }
}

/** null when it was done, else why not. */
async function restoreOne(
  restoring: Restoring,
  entry: Exclude<UndoEntry, Batched>,
): Promise<string | null> {
  switch (entry.kind) {
    case 'jsonPath':
      return await restoreJsonPath(restoring, entry);
    case 'jsonPaths':
      return await restoreJsonPaths(restoring, entry);
    case 'jsonKey':
      return await restoreJsonKey(restoring, entry);
    case 'sample':
      return await restoreSample(restoring, entry);
    case 'samples':
      return await restoreSamples(restoring, entry);
    case 'seriesOptions':
      return await restoreSeriesOptions(restoring, entry);
    case 'seriesRule':
      return await restoreSeriesRule(restoring, entry);
    case 'vectorAttributes':
      return await restoreAttributes(restoring, entry);
    case 'edit':
      return await restoreEdit(restoring, entry);
    case 'hashFields':
    case 'setMembers':
    case 'zsetMembers':
    case 'fieldTtls':
      return await restoreParts(restoring, entry);
    case 'listElements':
      return await restoreElements(restoring, entry);
    case 'streamAdd':
      return await restoreAdded(restoring, entry);
    case 'streamGroup':
      return await restoreGroup(restoring, entry);
    case 'streamConsumer':
      return await restoreConsumer(restoring, entry);
    case 'streamGroupId':
      return await restoreGroupId(restoring, entry);
    case 'streamPending':
      return await restorePending(restoring, entry);
    case 'after':
    case 'left':
    case 'streamIds':
      return null;
    default:
      return assertNever(entry);
  }
}
