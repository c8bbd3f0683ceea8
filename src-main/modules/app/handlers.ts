import type { ConnectionId } from '../../../src-shared/contract/define.ts';
import type { Handlers } from '../../rpc/handler-types.ts';
import type { SettingsStore } from '../../stores/settings-store.ts';

export type FilePurpose = 'caFile' | 'protoFile' | 'keys';
export type TargetPurpose = 'keys' | 'report';

/** What only Electron can do for the app's own screens; the composition root gives it. */
export interface Shell {
  readonly version: string;
  readonly takesPicture: boolean;
  /** The server named at the start, opened or failed; settles once. */
  startup(): Promise<{ readonly connection: ConnectionId | null; readonly error: string | null }>;
  filled(): void;
  /** So many keys have changes that closing the window would lose. */
  unsaved(keys: number): void;
  copyText(text: string): void;
  windowControl(action: 'minimize' | 'maximize' | 'close'): void;
  /** The path of the file the user picked for it; null: none. */
  chooseFile(purpose: FilePurpose): Promise<string | null>;
  /** Where to write it; the system's dialog has asked before it gives a file that is there. */
  chooseTarget(purpose: TargetPurpose, name: string): Promise<string | null>;
  themeChanged(theme: 'system' | 'dark' | 'light'): void;
  /** In percent. */
  zoomChanged(zoom: number): void;
}

export function createAppHandlers(shell: Shell, settings: SettingsStore) {
  return {
    'app.startup': async () => ({
      ...(await shell.startup()),
      version: shell.version,
      platform: process.platform,
      picture: shell.takesPicture,
    }),
    'app.filled': async () => {
      shell.filled();
      return {};
    },
    'app.unsaved': async ({ keys }) => {
      shell.unsaved(keys);
      return {};
    },
    'app.copyText': async ({ text }) => {
      shell.copyText(text);
      return {};
    },
    'app.windowControl': async ({ action }) => {
      shell.windowControl(action);
      return {};
    },
    'settings.get': async () => settings.get(),
    'settings.update': async ({ change }) => {
      const updated = await settings.update(change);
      if (change.theme !== undefined) shell.themeChanged(updated.theme);
      if (change.zoom !== undefined) shell.zoomChanged(updated.zoom);
      return updated;
    },
  } satisfies Pick<
    Handlers,
    | 'app.startup'
    | 'app.filled'
    | 'app.unsaved'
    | 'app.copyText'
    | 'app.windowControl'
    | 'settings.get'
    | 'settings.update'
  >;
}
