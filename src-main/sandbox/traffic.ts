import { createRandom } from './data/random.ts';
import { optionalCommands } from './fill.ts';
import { sandboxConnection, type SandboxAddress } from './sandbox-connection.ts';
import { shopEvents, type NextEvent } from './traffic-events.ts';

export const DEFAULT_RATE = 25;
const MAX_RATE = 5000;
/** At the default rate one event at a time; at the highest 200, which is what one pipeline takes well. */
const TICK_MS = 40;
/** Events not sent within this time are skipped: traffic that has fallen behind does not come as a flood. */
const MAX_DUE_MS = 250;

export interface TrafficStatus {
  readonly on: boolean;
  /** Events a second. */
  readonly rate: number;
  readonly events: number;
  /** Not sent because the server or this process was busy. */
  readonly skipped: number;
  /** Commands that the server refused, say because a key was changed by hand. */
  readonly refused: number;
  readonly lastRefusal: string | null;
}

export interface Traffic {
  readonly set: (wanted: { readonly on: boolean; readonly rate: number }) => void;
  readonly status: () => TrafficStatus;
  readonly close: () => void;
}

/** The shop at work, over a connection of its own. Made off; the same seed makes the same events. */
export function createTraffic(address: SandboxAddress, seed: string): Traffic {
  const redis = sandboxConnection(address, 'traffic');
  const state = { on: false, rate: DEFAULT_RATE, events: 0, skipped: 0, refused: 0 };
  let lastRefusal: string | null = null;
  let nextEvent: NextEvent | null = null;
  let timer: NodeJS.Timeout | null = null;
  let due = 0;
  let ticked = 0;
  let busy = false;
  const refuse = (reason: string): void => {
    state.refused++;
    lastRefusal = reason;
  };

  const send = async (count: number, next: NextEvent): Promise<void> => {
    const pipeline = redis.pipeline();
    for (let i = 0; i < count; i++)
      for (const [name, ...args] of next(Date.now())) pipeline.call(name, ...args);
    state.events += count;
    for (const [error] of (await pipeline.exec()) ?? []) if (error !== null) refuse(error.message);
  };

  const prepare = async (): Promise<NextEvent> => {
    if (redis.status === 'wait') await redis.connect();
    const present = await optionalCommands(redis);
    return shopEvents(createRandom(seed), (command) => present.has(command));
  };

  const work = async (count: number): Promise<void> => {
    busy = true;
    try {
      nextEvent ??= await prepare();
      await send(count, nextEvent);
    } catch (error) {
      refuse(error instanceof Error ? error.message : String(error));
    } finally {
      busy = false;
    }
  };

  const tick = (): void => {
    const now = performance.now();
    due += ((now - ticked) / 1000) * state.rate;
    ticked = now;
    const most = Math.max(1, (state.rate * MAX_DUE_MS) / 1000);
    if (due > most) {
      state.skipped += Math.floor(due - most);
      due = most;
    }
    const count = Math.floor(due);
    if (busy || count === 0) return;
    due -= count;
    void work(count);
  };

  const stop = (): void => {
    if (timer !== null) clearInterval(timer);
    timer = null;
    state.on = false;
  };

  return {
    set: ({ on, rate }) => {
      state.rate = Math.min(Math.max(rate, 0.1), MAX_RATE);
      if (!on) stop();
      else if (timer === null) {
        state.on = true;
        due = 0;
        ticked = performance.now();
        timer = setInterval(tick, TICK_MS);
      }
    },
    status: () => ({ ...state, lastRefusal }),
    close: () => {
      stop();
      redis.disconnect();
    },
  };
}
