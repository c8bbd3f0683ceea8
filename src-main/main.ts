import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { app, type BrowserWindow, Menu, protocol, session } from 'electron';
import { log } from './log.ts';
import { lateDispatch } from './rpc/late-dispatch.ts';
import { registerRpc } from './rpc/register.ts';
import { readStartOptions } from './start-options.ts';
import { serveApp } from './window/app-protocol.ts';
import { hardenApp, hardenSession } from './window/harden.ts';
import { createMainWindow } from './window/main-window.ts';

const options = readStartOptions(process.env);
const devOrigin = app.isPackaged ? null : options.devOrigin;

// With --no-sandbox (root has no other way) this would crash every renderer in a loop; each window asks for it in any case.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
// Pages begin with a small heap: what the start leaves behind is collected then, and not kept for hours (6 MB less when idle).
app.commandLine.appendSwitch('js-flags', '--initial-heap-size=4');
protocol.registerSchemesAsPrivileged([
  {
    scheme: 'app',
    privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
  },
]);
// Electron would make its own menu first, which is shown nowhere but on macOS.
if (process.platform !== 'darwin') Menu.setApplicationMenu(null);
hardenApp(app, devOrigin);
if (options.userData !== null) app.setPath('userData', options.userData);

/**
 * The window first: its process starts and reads the page while this one loads the rest (services.ts), so nothing that is
 * imported above may be large.
 */
async function start(): Promise<void> {
  await app.whenReady();
  hardenSession(session.defaultSession);
  const pageServed = serveApp(session.defaultSession, join(import.meta.dirname, '../renderer'));
  let window: BrowserWindow | null = createMainWindow(devOrigin, options.windowSize);
  const isReady = new Promise<void>((resolve) => window?.once('ready-to-show', resolve));
  window.once('closed', () => {
    window = null;
  });
  app.on('window-all-closed', () => app.quit());

  enableCompileCache(join(app.getPath('userData'), 'compiled'));
  // Once the page is on its way: its process takes a while until it asks for more.
  const services = (devOrigin === null ? pageServed : Promise.resolve()).then(async () => {
    const { startServices } = await import('./services.ts');
    return await startServices(options, () => window);
  });
  registerRpc(lateDispatch(services.then(({ dispatch }) => dispatch)), devOrigin);
  const { close } = await services;

  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    closed = true;
    event.preventDefault();
    // In a turn of its own: with nothing to wait for, quit() would still be inside of this event and be ignored.
    void close().finally(() => setImmediate(() => app.quit()));
  });
  await isReady;
  window?.show();
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
