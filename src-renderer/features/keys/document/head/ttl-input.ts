const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  sec: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** The longest TTL that keys.setTtl takes. */
const LONGEST_TTL_MS = 9_000_000_000_000;

/** "90" (seconds), "15 min", "1h 30m", "2.5 h", "500ms" in milliseconds; null for anything else. */
export function parseDuration(text: string): number | null {
  const trimmed = text.trim().toLowerCase();
  if (/^\d+(\.\d+)?$/.test(trimmed)) return Math.round(Number(trimmed) * 1_000);
  const parts = [...trimmed.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)\s*/g)];
  if (parts.length === 0 || parts.map(([all]) => all).join('') !== trimmed) return null;
  let sum = 0;
  for (const [, amount, unit] of parts) {
    const ms = UNITS[unit ?? ''];
    if (ms === undefined) return null;
    sum += Number(amount) * ms;
  }
  return Math.round(sum);
}

/** The value of a datetime-local field, on this computer's clock; null while it is not complete. */
export function parseLocalTime(text: string): number | null {
  const atMs = new Date(text).getTime();
  return text === '' || Number.isNaN(atMs) ? null : atMs;
}

const pad = (part: number): string => String(part).padStart(2, '0');

/** A time as a datetime-local field takes it. */
export function toLocalTime(epochMs: number): string {
  const at = new Date(epochMs);
  const date = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
  return `${date}T${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`;
}

type TtlMode = 'in' | 'at' | 'never';

export interface TtlDraft {
  readonly mode: TtlMode;
  readonly duration: string;
  readonly at: string;
}

export type TtlChoice =
  | { readonly ok: true; readonly ttlMs: number | null }
  | { readonly ok: false; readonly error: string };

/** What a draft of the popover means at this moment, or what is accepted instead. */
export function readTtl(draft: TtlDraft, nowMs: number): TtlChoice {
  if (draft.mode === 'never') return { ok: true, ttlMs: null };
  const parsed = draft.mode === 'in' ? parseDuration(draft.duration) : parseLocalTime(draft.at);
  if (parsed === null)
    return {
      ok: false,
      error:
        draft.mode === 'in' ? 'Write seconds, or 15 min, 1h 30m, 2 d' : 'Choose a day and a time',
    };
  const ttlMs = draft.mode === 'in' ? parsed : parsed - nowMs;
  if (ttlMs < 1)
    return {
      ok: false,
      error:
        draft.mode === 'in' ? 'At least 1 ms: to delete the key, use Delete' : 'That time is over',
    };
  if (ttlMs > LONGEST_TTL_MS) return { ok: false, error: 'At most 285 years' };
  return { ok: true, ttlMs };
}
