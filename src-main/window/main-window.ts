import { resolve } from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { z } from 'zod';
import { APP_ORIGIN } from '../rpc/sender.ts';
import type { JsonFile } from '../stores/json-file.ts';

const bounds = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(820),
  height: z.int().min(560),
  maximized: z.boolean(),
});

/** Where the window was last time, if a screen is still there. */
async function lastBounds(file: JsonFile): Promise<z.infer<typeof bounds> | null> {
  const stored = bounds.safeParse(await file.read());
  if (!stored.success) return null;
  const { x, y, width, height } = stored.data;
  const { workArea } = screen.getDisplayMatching({ x, y, width, height });
  const visible =
    x < workArea.x + workArea.width - 100 &&
    x + width > workArea.x + 100 &&
    y >= workArea.y - 10 &&
    y < workArea.y + workArea.height - 60;
  return visible ? stored.data : null;
}

function rememberBounds(window: BrowserWindow, file: JsonFile): void {
  window.on('close', () => {
    file.writeNow({ ...window.getNormalBounds(), maximized: window.isMaximized() });
  });
}

const surface = (): string => (nativeTheme.shouldUseDarkColors ? '#0c0e11' : '#ebedef');

/** The main window, not yet shown: its content is on its way. */
export async function createMainWindow(options: {
  readonly boundsFile: JsonFile;
  readonly devOrigin: string | null;
  readonly size: { readonly width: number; readonly height: number } | null;
}): Promise<BrowserWindow> {
  const last = options.size === null ? await lastBounds(options.boundsFile) : null;
  const window = new BrowserWindow({
    width: last?.width ?? options.size?.width ?? 1_440,
    height: last?.height ?? options.size?.height ?? 900,
    ...(last === null ? {} : { x: last.x, y: last.y }),
    minWidth: 820,
    minHeight: 560,
    show: false,
    title: 'Redstart',
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
  if (last?.maximized === true) window.maximize();
  rememberBounds(window, options.boundsFile);
  window.removeMenu();
  void window.loadURL(options.devOrigin ?? `${APP_ORIGIN}/`);
  return window;
}
