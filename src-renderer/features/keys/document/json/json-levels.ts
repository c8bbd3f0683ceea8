import { createStore } from 'zustand/vanilla';
import type { ConnectionId } from '../../../../../src-shared/contract/define.ts';
import type { JsonChild } from '../../../../../src-shared/contract/json-reading.ts';
import type { JsonSteps } from '../../../../../src-shared/json-path.ts';
import { LIMITS } from '../../../../../src-shared/limits.ts';
import type { AppError } from '../../../../../src-shared/result.ts';
import type { Client } from '../../../../client/client.ts';

/** What was read of one container. */
export interface Level {
  readonly steps: JsonSteps;
  readonly kind: 'object' | 'array';
  readonly total: number;
  readonly children: readonly JsonChild[];
  readonly isReading: boolean;
  /** An object whose names alone are too many for one reply. */
  readonly isTooMany: boolean;
  readonly error: AppError | null;
}

export interface LevelsState {
  readonly levels: ReadonlyMap<string, Level>;
  readonly open: ReadonlySet<string>;
  /** Secrets that were asked for. */
  readonly shown: ReadonlySet<string>;
  readonly active: string | null;
}

/** What a place is known by; also the key of its row. */
export const placeId = (steps: JsonSteps): string => JSON.stringify(steps);

const ROOT = placeId([]);
/** Pages that are read to get to one value: 1,000 rows above it are enough. */
const REVEAL_PAGES = 10;

const unread = (steps: JsonSteps): Level => ({
  steps,
  kind: 'object',
  total: 0,
  children: [],
  isReading: true,
  isTooMany: false,
  error: null,
});

/** A document too large to be read whole: the levels that were opened, each as far as it was asked for. */
export function createJsonLevels(client: Client, connection: ConnectionId, key: Uint8Array) {
  const store = createStore<LevelsState>(() => ({
    levels: new Map(),
    open: new Set([ROOT]),
    shown: new Set(),
    active: null,
  }));
  let controller = new AbortController();

  const put = (level: Level): void => {
    const levels = new Map(store.getState().levels).set(placeId(level.steps), level);
    store.setState({ levels });
  };

  /** The children from `children.length` of what `level` holds on; false when there is no more to be asked. */
  const readPage = async (level: Level, signal: AbortSignal): Promise<Level | null> => {
    const offset = level.children.length;
    const input = {
      connection,
      key,
      steps: [...level.steps],
      offset,
      count: LIMITS.jsonLevelRows,
    };
    const result = await client.call('json.level', input, { signal });
    if (signal.aborted) return null;
    if (!result.ok) return { ...level, isReading: false, error: result.error };
    const { value } = result;
    const read = { ...level, isReading: false, error: null };
    switch (value.state) {
      case 'children': {
        const { kind, total } = value;
        return { ...read, kind, total, children: [...level.children, ...value.children] };
      }
      case 'tooMany':
        return { ...read, total: value.total, isTooMany: true };
      case 'scalar':
        return { ...read, total: 0, children: [] };
    }
  };

  const more = async (steps: JsonSteps): Promise<void> => {
    const { signal } = controller;
    const level = store.getState().levels.get(placeId(steps)) ?? unread(steps);
    put({ ...level, isReading: true, error: null });
    const next = await readPage(level, signal);
    if (next !== null) put(next);
  };

  /** Whether the child is among those that are listed; reads on for it, so many pages. */
  const readUntil = async (parent: JsonSteps, step: string | number): Promise<boolean> => {
    const id = placeId(parent);
    for (let page = 0; page <= REVEAL_PAGES; page++) {
      const level = store.getState().levels.get(id);
      const isThere =
        typeof step === 'number'
          ? level?.kind === 'array' && level.children.length > step
          : level?.children.some(({ name }) => name === step);
      if (isThere === true) return true;
      const isDone =
        level !== undefined &&
        !level.isReading &&
        (level.isTooMany || level.error !== null || level.children.length >= level.total);
      const isFar = typeof step === 'number' && step >= REVEAL_PAGES * LIMITS.jsonLevelRows;
      if (isDone || isFar) return false;
      await more(parent);
    }
    return false;
  };

  /** As far again as it was read before; what is shown stays meanwhile. */
  const again = async (level: Level, signal: AbortSignal): Promise<void> => {
    let fresh: Level = unread(level.steps);
    do {
      const next = await readPage(fresh, signal);
      if (next === null) return;
      fresh = next;
      if (fresh.error !== null || fresh.isTooMany) break;
    } while (fresh.children.length < Math.min(level.children.length, fresh.total));
    put(fresh);
  };

  return {
    store,
    more,
    /** The first time the outermost level, later all that is open. */
    load: async (): Promise<void> => {
      controller.abort();
      controller = new AbortController();
      const { signal } = controller;
      const { levels, open } = store.getState();
      if (!levels.has(ROOT)) return await more([]);
      // What is closed is read again when it is opened.
      const kept = [...levels].filter(([id]) => open.has(id));
      store.setState({ levels: new Map(kept) });
      for (const [, level] of kept) {
        if (signal.aborted) return;
        await again(level, signal);
      }
    },
    /** Opens what a value is in, as far as it is listed; false where it is not. */
    reveal: async (steps: JsonSteps): Promise<boolean> => {
      const { signal } = controller;
      for (const [depth, step] of steps.entries()) {
        const parent = steps.slice(0, depth);
        if (!(await readUntil(parent, step)) || signal.aborted) return false;
        store.setState({ open: new Set(store.getState().open).add(placeId(parent)) });
      }
      store.setState({ active: placeId(steps) });
      return true;
    },
    toggle: (steps: JsonSteps): void => {
      const id = placeId(steps);
      const open = new Set(store.getState().open);
      if (!open.delete(id)) open.add(id);
      store.setState({ open });
      if (open.has(id) && !store.getState().levels.has(id)) void more(steps);
    },
    activate: (active: string): void => {
      store.setState({ active });
    },
    show: (id: string): void => {
      store.setState({ shown: new Set(store.getState().shown).add(id) });
    },
    dispose: (): void => {
      controller.abort();
    },
  };
}
