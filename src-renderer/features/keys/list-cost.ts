import { createStore } from 'zustand/vanilla';

/** What the list asked the server for, by command. */
export interface Asked {
  readonly commands: number;
  readonly keys: number;
}

export interface ListCostState {
  readonly recent: Asked;
  readonly total: Asked;
  readonly byCommand: ReadonlyMap<string, number>;
}

const RECENT_MS = 10_000;
const nothing: Asked = { commands: 0, keys: 0 };

const plus = (a: Asked, b: Asked): Asked => ({
  commands: a.commands + b.commands,
  keys: a.keys + b.keys,
});

/** Counts the commands that finding out about rows costs the server: in the last 10 s, and since the list was opened. */
export function createListCost() {
  const store = createStore<ListCostState>(() => ({
    recent: nothing,
    total: nothing,
    byCommand: new Map(),
  }));
  let steps: (Asked & { readonly atMs: number })[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;

  function recount(): void {
    timer = null;
    const now = Date.now();
    steps = steps.filter(({ atMs }) => atMs > now - RECENT_MS);
    store.setState({ recent: steps.reduce(plus, nothing) });
    const [oldest] = steps;
    if (oldest !== undefined) timer = setTimeout(recount, oldest.atMs + RECENT_MS - now);
  }

  return {
    ...store,
    /** These commands were sent, for so many keys. */
    add(keys: number, commands: ReadonlyMap<string, number>): void {
      const step = { keys, commands: [...commands.values()].reduce((sum, one) => sum + one, 0) };
      steps.push({ ...step, atMs: Date.now() });
      store.setState(({ recent, total, byCommand }) => {
        const next = new Map(byCommand);
        for (const [name, count] of commands) next.set(name, (next.get(name) ?? 0) + count);
        return { recent: plus(recent, step), total: plus(total, step), byCommand: next };
      });
      timer ??= setTimeout(recount, RECENT_MS);
    },
    dispose(): void {
      if (timer !== null) clearTimeout(timer);
    },
  };
}

export type ListCost = ReturnType<typeof createListCost>;
