/** What the beginnings of buckets are multiples from: the clock's zero, or an end of the range. */
export type BucketAlign = 'clock' | 'start' | 'end';

/** At most so many buckets of a size a range, both ends inclusive, falls into. */
export function bucketsIn(
  { from, to }: { readonly from: bigint; readonly to: bigint },
  size: bigint,
  align: BucketAlign,
): bigint {
  // From an end of the range on, one may be cut at the other.
  return align === 'clock' ? to / size - from / size + 1n : (to - from) / size + 2n;
}
