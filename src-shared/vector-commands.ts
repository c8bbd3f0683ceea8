import type { SimilarTo } from './contract/vectors.ts';

export interface SimilarQuestion {
  readonly to: SimilarTo;
  readonly count: number;
  /** An expression over attributes; null: any. */
  readonly filter: string | null;
}

type Word = string | Uint8Array;

/** VSIM of a vector set at `key`, as it is shown and as it is sent: elements with their scores, at most `count`. */
export function similarCommand(
  key: Uint8Array,
  { to, count, filter }: SimilarQuestion,
): ['vsim', ...Word[]] {
  const from: Word[] =
    to.kind === 'element'
      ? ['ELE', to.element]
      : ['VALUES', String(to.values.length), ...to.values];
  const where = filter === null ? [] : ['FILTER', filter];
  return ['vsim', key, ...from, 'WITHSCORES', 'COUNT', String(count), ...where];
}
