import { equalBytes } from './redis-value.ts';

export interface SeriesLabel {
  readonly name: Uint8Array;
  readonly value: Uint8Array;
}

/** What TS.ALTER can change of a series, as TS.INFO tells it. */
export interface SeriesOptions {
  /** Milliseconds; "0": for ever. */
  readonly retentionMs: string;
  /** null: by the server's default. */
  readonly duplicatePolicy: string | null;
  readonly labels: readonly SeriesLabel[];
}

/** What of it is changed; null: left as it is. */
export type AlteredOptions = { readonly [K in keyof SeriesOptions]: SeriesOptions[K] | null };

export const DUPLICATE_POLICIES = ['block', 'first', 'last', 'min', 'max', 'sum'] as const;

/** Whether two lists of labels are the same, in their order. */
export const isSameLabels = (a: readonly SeriesLabel[], b: readonly SeriesLabel[]): boolean =>
  a.length === b.length &&
  a.every(({ name, value }, i) => {
    const other = b[i];
    return other !== undefined && equalBytes(name, other.name) && equalBytes(value, other.value);
  });

/** What of `before` is another in `after`; null: nothing. A policy cannot be taken away again. */
export function alteredOptions(before: SeriesOptions, after: SeriesOptions): AlteredOptions | null {
  const { retentionMs, duplicatePolicy, labels } = after;
  const altered = {
    retentionMs: BigInt(retentionMs) === BigInt(before.retentionMs) ? null : retentionMs,
    duplicatePolicy: duplicatePolicy === before.duplicatePolicy ? null : duplicatePolicy,
    labels: isSameLabels(before.labels, labels) ? null : labels,
  };
  return Object.values(altered).every((option) => option === null) ? null : altered;
}

/** TS.ALTER as it is shown and as it is sent. */
export function alterCommand(
  key: Uint8Array,
  { retentionMs, duplicatePolicy, labels }: AlteredOptions,
): ['ts.alter', ...(string | Uint8Array)[]] {
  return [
    'ts.alter',
    key,
    ...(retentionMs === null ? [] : ['RETENTION', retentionMs]),
    ...(duplicatePolicy === null ? [] : ['DUPLICATE_POLICY', duplicatePolicy]),
    ...(labels === null ? [] : ['LABELS', ...labels.flatMap(({ name, value }) => [name, value])]),
  ];
}

/** A compaction: buckets of a series, written to another one. */
export interface SeriesRule {
  /** The series it writes to. */
  readonly key: Uint8Array;
  readonly aggregator: string;
  readonly bucketMs: string;
  /** What the beginnings of buckets are counted from; "0": the clock. */
  readonly alignMs: string;
}

export type RuleAction = 'create' | 'delete';

export const isSameRule = (a: SeriesRule, b: SeriesRule): boolean =>
  equalBytes(a.key, b.key) &&
  a.aggregator === b.aggregator &&
  BigInt(a.bucketMs) === BigInt(b.bucketMs) &&
  BigInt(a.alignMs) === BigInt(b.alignMs);

/** TS.CREATERULE and TS.DELETERULE as they are shown and as they are sent. */
export function ruleCommand(
  key: Uint8Array,
  action: RuleAction,
  { key: to, aggregator, bucketMs, alignMs }: SeriesRule,
): ['ts.createrule' | 'ts.deleterule', ...(string | Uint8Array)[]] {
  if (action === 'delete') return ['ts.deleterule', key, to];
  const align = BigInt(alignMs) === 0n ? [] : [alignMs];
  return ['ts.createrule', key, to, 'AGGREGATION', aggregator, bucketMs, ...align];
}

const OPTION_WORDS = new Set([
  'chunk_size',
  'duplicate_policy',
  'encoding',
  'ignore',
  'labels',
  'on_duplicate',
  'retention',
  'uncompressed',
]);

/** The server looks for its options anywhere, in labels too: one of that name would change something else. */
export const isOptionWord = (text: string): boolean => OPTION_WORDS.has(text.toLowerCase());
