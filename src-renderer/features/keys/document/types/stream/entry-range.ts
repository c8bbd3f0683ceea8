import { readTime } from '../read-time.ts';

const LARGEST_PART = 2n ** 64n - 1n;

/** An ID, its milliseconds, or a date as XRANGE takes it; `end` for nothing; null for anything else. */
export function readEntryId(text: string, end: '-' | '+'): string | null {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === end) return end;
  if (/^\d{1,20}(-\d{1,20})?$/.test(trimmed))
    return trimmed.split('-').every((part) => BigInt(part) <= LARGEST_PART) ? trimmed : null;
  return readTime(trimmed);
}
