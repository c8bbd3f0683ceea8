import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { OpenConnection } from '../../src-shared/contract/connections.ts';
import type { ConnectionId } from '../../src-shared/contract/define.ts';
import type { Settings } from '../../src-shared/contract/app.ts';
import type { Feature } from './feature.ts';

/** A key that another feature asks Keys to show; `serial` tells two requests for the same key apart. */
export interface KeyRequest {
  readonly key: Uint8Array;
  readonly serial: number;
}

interface Running {
  readonly feature: Feature['id'];
  readonly connection: ConnectionId;
}

export interface SessionState {
  readonly connections: readonly OpenConnection[];
  /** The connection on screen; null: the connect screen. */
  readonly active: ConnectionId | null;
  /** The one on screen before the connect screen. */
  readonly lastActive: ConnectionId | null;
  readonly activity: Feature['id'];
  readonly keyRequest: KeyRequest | null;
  readonly settings: Settings | null;
  readonly paletteOpen: boolean;
  /** What its line begins with. */
  readonly paletteStart: string;
  readonly keyboardMapOpen: boolean;
  /** Views with something running while they are not shown (a tail), and where: a dot in the activity bar. */
  readonly background: readonly Running[];
}

/** The only store that features share: which connection, which view, and "show this key". */
export const sessionStore = createStore<SessionState>(() => ({
  connections: [],
  active: null,
  lastActive: null,
  activity: 'keys',
  keyRequest: null,
  settings: null,
  paletteOpen: false,
  paletteStart: '',
  keyboardMapOpen: false,
  background: [],
}));

let serial = 0;

export const session = {
  show(activity: Feature['id']): void {
    sessionStore.setState({ activity });
  },
  activate(active: ConnectionId | null): void {
    sessionStore.setState((was) => ({
      active,
      lastActive: active ?? was.active ?? was.lastActive,
    }));
  },
  /** From the connect screen to what was on screen before it, or is open at all. */
  goBack(): void {
    const { connections, lastActive } = sessionStore.getState();
    const back = connections.find(({ id }) => id === lastActive) ?? connections.at(-1);
    if (back !== undefined) session.activate(back.id);
  },
  /** Opens a key in the Keys view of the active connection. */
  openKey(key: Uint8Array): void {
    serial += 1;
    sessionStore.setState({ activity: 'keys', keyRequest: { key, serial } });
  },
  setRunning(feature: Feature['id'], connection: ConnectionId, isRunning: boolean): void {
    sessionStore.setState(({ background }) => {
      const others = background.filter(
        (one) => one.feature !== feature || one.connection !== connection,
      );
      return { background: isRunning ? [...others, { feature, connection }] : others };
    });
  },
  setKeyboardMap(keyboardMapOpen: boolean): void {
    sessionStore.setState({ keyboardMapOpen });
  },
  openPalette(paletteStart = ''): void {
    sessionStore.setState({ paletteOpen: true, paletteStart });
  },
  closePalette(): void {
    sessionStore.setState({ paletteOpen: false });
  },
};

export function useSession<T>(select: (state: SessionState) => T): T {
  return useStore(sessionStore, select);
}
