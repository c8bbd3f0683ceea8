import {
  alterCommand,
  type AlteredOptions,
  isSameLabels,
  type SeriesOptions,
} from '../../src-shared/series-commands.ts';
import type { WriteCall, WriteClient } from '../redis/clients.ts';
import type { Reply } from '../redis/reply.ts';
import { readSeriesInfo } from '../redis/series-info.ts';

export interface Alteration {
  readonly key: Uint8Array;
  readonly altered: AlteredOptions;
  /** Whether it is what was to be changed. */
  readonly isExpected: (now: SeriesOptions) => boolean;
}

export type AlterOutcome =
  | { readonly is: 'done' }
  | { readonly is: 'changed' }
  | { readonly is: 'refused'; readonly failure: Error };

/** Whether the series still has these options; null in `options`: whatever it has. */
export const hasOptions = (now: SeriesOptions, options: AlteredOptions): boolean =>
  (options.retentionMs === null || BigInt(options.retentionMs) === BigInt(now.retentionMs)) &&
  (options.duplicatePolicy === null || options.duplicatePolicy === now.duplicatePolicy) &&
  (options.labels === null || isSameLabels(options.labels, now.labels));

/** TS.INFO breaks a WATCH, as a write does: what is there is asked in the transaction itself, and looked at after it. */
export const checkedCalls = ({ key, altered }: Alteration): readonly WriteCall[] => [
  ['ts.info', key],
  alterCommand(key, altered),
];

/** What the transaction found before it altered, if that was another than expected. */
export function overtakenBy({ isExpected }: Alteration, info: Reply): SeriesOptions | null {
  const now = readSeriesInfo(info);
  return isExpected(now) ? null : now;
}

/** Sets what somebody else had set at the same moment. */
export async function yieldTo(
  redis: WriteClient,
  { key, altered }: Alteration,
  theirs: SeriesOptions,
): Promise<void> {
  const back = {
    retentionMs: altered.retentionMs === null ? null : theirs.retentionMs,
    duplicatePolicy: altered.duplicatePolicy === null ? null : theirs.duplicatePolicy,
    labels: altered.labels === null ? null : theirs.labels,
  };
  const [name, ...args] = alterCommand(key, back);
  await redis.write(name, ...args);
}

/** Alters a series that is as expected; otherwise it stays, or becomes again, as somebody else made it. */
export async function alterChecked(
  redis: WriteClient,
  alteration: Alteration,
): Promise<AlterOutcome> {
  const outcome = await redis.transact(alteration.key, async () => checkedCalls(alteration));
  if (!outcome.done) return { is: 'changed' };
  const [info, reply] = outcome.replies;
  if (info?.ok !== true || reply?.ok !== true) {
    const failed = [info, reply].find((one) => one?.ok === false);
    const failure = failed?.ok === false ? failed.failure : new Error('a reply is missing');
    return { is: 'refused', failure };
  }
  const theirs = overtakenBy(alteration, info.reply);
  if (theirs === null) return { is: 'done' };
  await yieldTo(redis, alteration, theirs);
  return { is: 'changed' };
}
