import type { SeriesInfo } from '../../../../../../src-shared/contract/series.ts';
import { readTime } from '../read-time.ts';

export const spans = [
  { value: 'all', label: 'All', ms: null },
  { value: 'hour', label: 'Last hour', ms: 3_600_000n },
  { value: 'day', label: 'Last 24 h', ms: 86_400_000n },
  { value: 'week', label: 'Last 7 days', ms: 604_800_000n },
  { value: 'month', label: 'Last 30 days', ms: 2_592_000_000n },
  { value: 'own', label: 'From, to', ms: null },
] as const;
export type Span = (typeof spans)[number]['value'];

export interface SeriesRange {
  readonly from: string;
  readonly to: string;
}

/** The range a choice means: counted back from the last sample, and not before the first. */
export function rangeOf(info: SeriesInfo, span: Span, own: SeriesRange): SeriesRange | null {
  const [first, last] = [BigInt(info.firstAtMs), BigInt(info.lastAtMs)];
  if (span === 'own') {
    const from = own.from.trim() === '' ? info.firstAtMs : readTime(own.from);
    const to = own.to.trim() === '' ? info.lastAtMs : readTime(own.to);
    return from === null || to === null || BigInt(from) > BigInt(to) ? null : { from, to };
  }
  const back = spans.find(({ value }) => value === span)?.ms ?? null;
  const from = back === null || last - back < first ? first : last - back;
  return { from: String(from), to: info.lastAtMs };
}
