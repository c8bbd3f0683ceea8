import { resolve } from 'node:path';
import { BrowserWindow, nativeTheme } from 'electron';
import { APP_ORIGIN } from '../rpc/sender.ts';

const surface = (): string => (nativeTheme.shouldUseDarkColors ? '#0c0e11' : '#ebedef');

/** The main window, not yet shown: its content is on its way. */
export function createMainWindow(
  devOrigin: string | null,
  size: { readonly width: number; readonly height: number } | null,
): BrowserWindow {
  const window = new BrowserWindow({
    width: size?.width ?? 1_440,
    height: size?.height ?? 900,
    minWidth: 820,
    minHeight: 560,
    show: false,
    title: 'Redstart',
    // macOS takes it from the package, Windows from the program.
    ...(process.platform === 'linux'
      ? { icon: resolve(import.meta.dirname, '../../resources/icon.png') }
      : {}),
    backgroundColor: surface(),
    titleBarStyle: 'hidden',
    ...(process.platform === 'darwin' ? { trafficLightPosition: { x: 14, y: 13 } } : {}),
    webPreferences: {
      preload: resolve(import.meta.dirname, '../preload/preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  window.removeMenu();
  void window.loadURL(devOrigin ?? `${APP_ORIGIN}/`);
  return window;
}
