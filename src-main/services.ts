import { join } from 'node:path';
import { app, type BrowserWindow, nativeTheme } from 'electron';
import { JobRunner } from './jobs/job-runner.ts';
import { stopQuestion } from './jobs/running-words.ts';
import { createHandlers } from './modules/index.ts';
import { SessionPool } from './redis/session-pool.ts';
import { createDispatch, type Dispatch } from './rpc/dispatch.ts';
import { createSandbox } from './sandbox/sandbox.ts';
import { forkUtility } from './sandbox-host.ts';
import { createShell } from './shell.ts';
import type { StartOptions } from './start-options.ts';
import { giveBackStartMemory } from './start-memory.ts';
import { openAtStart } from './startup.ts';
import { BookmarkStore } from './stores/bookmark-store.ts';
import { JsonFile } from './stores/json-file.ts';
import { ProfileStore } from './stores/profile-store.ts';
import { ProtoFileStore } from './stores/proto-file-store.ts';
import { createSecretBox } from './stores/secret-box.ts';
import { SettingsStore } from './stores/settings-store.ts';
import { UndoJournal } from './undo/journal.ts';
import { askBeforeClose } from './window/ask-before-close.ts';
import { takePicture } from './window/picture.ts';
import { keepBounds } from './window/window-bounds.ts';

/** So long a job may finish what it is at when the app quits. */
const CHUNK_MS = 750;

export interface Services {
  readonly dispatch: Dispatch;
  /** Closes every connection and stops the sandbox; never rejects. */
  close(): Promise<void>;
}

/** The composition root: everything but the window, wired. */
export async function startServices(
  options: StartOptions,
  window: () => BrowserWindow | null,
): Promise<Services> {
  const userData = app.getPath('userData');
  const pool = new SessionPool();
  const sandbox = createSandbox({
    dataDir: join(userData, 'sandbox'),
    wasm: { entry: join(import.meta.dirname, 'valkey-wasm-host.js'), fork: forkUtility },
  });
  sandbox.setTraffic({ on: options.traffic, rate: 25 });
  const opening = openAtStart(options, pool, sandbox);

  const settings = new SettingsStore(new JsonFile(join(userData, 'settings.json')));
  const protoFiles = new ProtoFileStore(new JsonFile(join(userData, 'proto-files.json')));
  const bookmarks = new BookmarkStore(new JsonFile(join(userData, 'bookmarks.json')));
  const secrets = createSecretBox();
  const profiles = new ProfileStore(new JsonFile(join(userData, 'connections.json')), secrets);
  const journal = new UndoJournal({
    dir: join(userData, 'undo'),
    secrets,
    historyFile: join(userData, 'history.log'),
    limits: () => {
      const { undoHours, undoMegabytes } = settings.get();
      return { ms: undoHours * 3_600_000, bytes: undoMegabytes * 1_048_576 };
    },
  });
  const bounds = new JsonFile(join(userData, 'window.json'));
  await Promise.all([
    settings.load(),
    bookmarks.load(),
    profiles.load(),
    protoFiles.load(),
    journal.open(),
    keepBounds(window, bounds, { restore: options.windowSize === null }),
  ]);
  nativeTheme.themeSource = settings.get().theme;

  // As the page said last.
  let unsavedKeys = 0;
  const shell = createShell({
    options,
    opening,
    window,
    onUnsaved: (keys) => {
      unsavedKeys = keys;
    },
    onFilled: () => {
      void giveBackStartMemory();
      const filled = window();
      if (options.picture !== null && filled !== null) void takePicture(filled, options.picture);
    },
  });
  shell.zoomChanged(settings.get().zoom);
  const jobs = new JobRunner(pool);
  const opened = window();
  if (opened !== null) askBeforeClose(opened, () => stopQuestion(jobs.list(), unsavedKeys));
  const stores = { profiles, settings, bookmarks, protoFiles };
  const handlers = createHandlers({ pool, ...stores, journal, jobs, sandbox, shell });
  return {
    dispatch: createDispatch(handlers, pool),
    async close() {
      await jobs.close(CHUNK_MS);
      // What a server that hangs holds up ends with its connection.
      pool.closeAll();
      await jobs.close(CHUNK_MS);
      await Promise.allSettled([journal.close(), sandbox.close()]);
    },
  };
}
