import { join } from 'node:path';
import { app, type BrowserWindow, clipboard, dialog, nativeTheme } from 'electron';
import type { Shell } from './modules/app/handlers.ts';
import type { StartOptions } from './start-options.ts';
import type { Opening } from './startup.ts';

interface Parts {
  readonly options: StartOptions;
  readonly opening: Promise<Opening>;
  readonly window: () => BrowserWindow | null;
  readonly onFilled: () => void;
}

/** The Electron side of the app's own capabilities. */
export function createShell({ options, opening, window, onFilled }: Parts): Shell {
  return {
    version: app.getVersion(),
    takesPicture: options.picture !== null,
    startup: () => opening,
    filled: onFilled,
    copyText: (text) => clipboard.writeText(text),
    windowControl(action) {
      const target = window();
      if (target === null) return;
      if (action === 'close') target.close();
      else if (action === 'minimize') target.minimize();
      else if (target.isMaximized()) target.unmaximize();
      else target.maximize();
    },
    async chooseFile() {
      const target = window();
      if (target === null) return null;
      const { filePaths } = await dialog.showOpenDialog(target, {
        title: 'CA certificate',
        properties: ['openFile'],
        filters: [{ name: 'Certificates', extensions: ['pem', 'crt', 'cer'] }],
      });
      return filePaths[0] ?? null;
    },
    async chooseTarget(name) {
      const target = window();
      if (target === null) return null;
      const { filePath } = await dialog.showSaveDialog(target, {
        title: 'Export keys',
        defaultPath: join(app.getPath('documents'), name),
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      });
      return filePath === '' ? null : filePath;
    },
    async chooseSource() {
      const target = window();
      if (target === null) return null;
      const { filePaths } = await dialog.showOpenDialog(target, {
        title: 'Import keys',
        properties: ['openFile'],
      });
      return filePaths[0] ?? null;
    },
    themeChanged(theme) {
      nativeTheme.themeSource = theme;
    },
  };
}
