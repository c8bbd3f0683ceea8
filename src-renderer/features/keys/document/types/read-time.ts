const LARGEST = 2n ** 63n - 1n;

/** Milliseconds, or a date as 2026-11-23 or 2026-11-23 14:05, in milliseconds; null for anything else. */
export function readTime(text: string): string | null {
  const trimmed = text.trim();
  if (/^\d{6,19}$/.test(trimmed)) return BigInt(trimmed) > LARGEST ? null : trimmed;
  if (!/^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z?)?$/.test(trimmed)) return null;
  // A date alone would be taken as UTC; people mean their own day.
  const ms = Date.parse(trimmed.length === 10 ? `${trimmed}T00:00` : trimmed.replace(' ', 'T'));
  return Number.isNaN(ms) || ms < 0 ? null : String(ms);
}
