import { LIMITS } from '../../../../../../src-shared/limits.ts';
import { type BucketAlign, bucketsIn } from '../../../../../../src-shared/series-buckets.ts';
import { formatCount } from '../../../../../ui/format/count.ts';
import { readRetention } from './series-draft.ts';
import type { SeriesRange } from './series-range.ts';

/** As typed; nothing: a length that suits the width of the chart. */
export interface BucketDraft {
  readonly length: string;
  readonly align: BucketAlign;
}

export const ANY_BUCKET: BucketDraft = { length: '', align: 'clock' };

type Read =
  | { readonly ok: true; readonly bucketMs: string | null }
  | { readonly ok: false; readonly why: string };

/** The length that is asked for, if the range has few enough such buckets. */
export function readBucket({ length, align }: BucketDraft, range: SeriesRange): Read {
  if (length.trim() === '') return { ok: true, bucketMs: null };
  const bucketMs = readRetention(length);
  if (bucketMs === null || bucketMs === '0')
    return { ok: false, why: 'Milliseconds, or 15 min, 1 h, 2 d' };
  const ends = { from: BigInt(range.from), to: BigInt(range.to) };
  const count = bucketsIn(ends, BigInt(bucketMs), align);
  return count <= LIMITS.seriesPoints
    ? { ok: true, bucketMs }
    : {
        ok: false,
        why: `${formatCount(count)} buckets: at most ${formatCount(LIMITS.seriesPoints)} are read`,
      };
}
