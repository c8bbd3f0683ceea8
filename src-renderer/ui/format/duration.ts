const SECOND = 1_000;
const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

const pad = (part: number): string => String(part).padStart(2, '0');

function underAMinute(ms: number): string {
  if (ms < 0.05) return ms === 0 ? '0 ms' : '<0.1 ms';
  if (ms < 99.95) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  return `${(ms / SECOND).toFixed(1)} s`;
}

function twoParts(seconds: number): string {
  if (seconds >= DAY)
    return `${Math.floor(seconds / DAY)} d ${Math.floor((seconds % DAY) / HOUR)} h`;
  if (seconds >= HOUR)
    return `${Math.floor(seconds / HOUR)} h ${pad(Math.floor((seconds % HOUR) / MINUTE))} min`;
  return `${Math.floor(seconds / MINUTE)} min ${pad(seconds % MINUTE)} s`;
}

/** At most two parts: 0.3 ms, 57.6 s, 3 min 12 s, 14 h 59 min, 1 d 3 h. */
export function formatDuration(ms: number): string {
  const length = Math.max(0, ms);
  return length < 59_950 ? underAMinute(length) : twoParts(Math.round(length / SECOND));
}

/** How long something is over, for rows: "just now", "54 min ago", "1 h 18 min ago". */
export function formatAgo(ms: number): string {
  if (ms < SECOND) return 'just now';
  const seconds = Math.floor(ms / SECOND);
  if (seconds < MINUTE) return `${seconds} s ago`;
  return `${seconds < HOUR ? `${Math.floor(seconds / MINUTE)} min` : twoParts(seconds)} ago`;
}

/** Counts down in a header: 17:34:08, or 3 d 04:12:09. null is a key that does not expire. */
export function formatTtlClock(ttlMs: number | null): string {
  if (ttlMs === null) return 'no expiry';
  if (ttlMs <= 0) return 'expired';
  // Rounded up: a key with 400 ms left is not "00:00:00".
  const seconds = Math.ceil(ttlMs / SECOND);
  const days = Math.floor(seconds / DAY);
  const clock = [
    Math.floor((seconds % DAY) / HOUR),
    Math.floor((seconds % HOUR) / MINUTE),
    seconds % MINUTE,
  ];
  return `${days > 0 ? `${days} d ` : ''}${clock.map(pad).join(':')}`;
}

/** For rows: 42 min, 1 h 58 min, 17 s, "no expiry", "expired". */
export function formatTtl(ttlMs: number | null): string {
  if (ttlMs === null) return 'no expiry';
  if (ttlMs <= 0) return 'expired';
  const seconds = Math.ceil(ttlMs / SECOND);
  if (seconds < MINUTE) return `${seconds} s`;
  return seconds < HOUR ? `${Math.floor(seconds / MINUTE)} min` : twoParts(seconds);
}
