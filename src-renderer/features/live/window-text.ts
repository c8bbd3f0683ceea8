import type { TimeWindow } from './value-history.ts';

/** "5 min", and before that what there is: "40 s". */
export function windowText({ fromMs, untilMs }: TimeWindow): string {
  const seconds = Math.round((untilMs - fromMs) / 1_000);
  return seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`;
}
