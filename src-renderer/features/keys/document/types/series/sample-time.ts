import { readTime } from '../read-time.ts';

/** Milliseconds of any size, or a date; null for anything else. */
export function sampleTime(text: string): string | null {
  const trimmed = text.trim();
  return /^\d{1,5}$/.test(trimmed) ? trimmed : readTime(trimmed);
}
