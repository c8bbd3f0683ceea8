/** Further off nobody waits for it; and the keys that are watched are bounded. */
const HORIZON_MS = 24 * 3_600_000;
const MOST = 5_000;
/** Keys that go at about the same time are told of together. */
const TOGETHER_MS = 1_000;

export interface ExpiryWatch {
  /** This key goes in so many ms; null: it does not. */
  readonly watch: (id: number, ttlMs: number | null) => void;
  /** Another list: its keys have other numbers. */
  readonly clear: () => void;
}

/** Tells when the time of listed keys is up, so that a row does not pretend that its key is there. */
export function createExpiryWatch(onDue: (ids: readonly number[]) => void): ExpiryWatch {
  const dueAt = new Map<number, number>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let timerAt = Infinity;

  function arm(): void {
    const next = Math.min(...dueAt.values());
    if (next >= timerAt) return;
    if (timer !== null) clearTimeout(timer);
    timerAt = next;
    timer = setTimeout(tell, Math.max(0, next - Date.now()) + TOGETHER_MS);
  }

  function tell(): void {
    timer = null;
    timerAt = Infinity;
    const now = Date.now();
    const ids = [...dueAt].flatMap(([id, at]) => (at <= now ? [id] : []));
    for (const id of ids) dueAt.delete(id);
    if (dueAt.size > 0) arm();
    if (ids.length > 0) onDue(ids);
  }

  return {
    watch(id, ttlMs) {
      dueAt.delete(id);
      if (ttlMs === null || ttlMs > HORIZON_MS || dueAt.size >= MOST) return;
      dueAt.set(id, Date.now() + ttlMs);
      arm();
    },
    clear() {
      dueAt.clear();
      if (timer !== null) clearTimeout(timer);
      timer = null;
      timerAt = Infinity;
    },
  };
}
