import { join } from 'node:path';
import {
  app,
  type BrowserWindow,
  clipboard,
  dialog,
  nativeTheme,
  type OpenDialogOptions,
} from 'electron';
import type { FilePurpose, Shell, TargetPurpose } from './modules/app/handlers.ts';
import type { StartOptions } from './start-options.ts';
import type { Opening } from './startup.ts';

interface Parts {
  readonly options: StartOptions;
  readonly opening: Promise<Opening>;
  readonly window: () => BrowserWindow | null;
  readonly onFilled: () => void;
  readonly onUnsaved: (keys: number) => void;
}

const dialogs: Readonly<Record<FilePurpose, OpenDialogOptions>> = {
  caFile: {
    title: 'CA certificate',
    filters: [{ name: 'Certificates', extensions: ['pem', 'crt', 'cer'] }],
  },
  protoFile: {
    title: 'Protobuf definitions',
    filters: [{ name: 'Protobuf definitions', extensions: ['proto'] }],
  },
  keys: { title: 'Import keys' },
};

const targets: Readonly<Record<TargetPurpose, string>> = {
  keys: 'Export keys',
  report: 'Save the report',
};

/** The Electron side of the app's own capabilities. */
export function createShell({ options, opening, window, onFilled, onUnsaved }: Parts): Shell {
  return {
    version: app.getVersion(),
    takesPicture: options.picture !== null,
    startup: () => opening,
    filled: onFilled,
    unsaved: onUnsaved,
    copyText: (text) => clipboard.writeText(text),
    windowControl(action) {
      const target = window();
      if (target === null) return;
      if (action === 'close') target.close();
      else if (action === 'minimize') target.minimize();
      else if (target.isMaximized()) target.unmaximize();
      else target.maximize();
    },
    async chooseFile(purpose) {
      const target = window();
      if (target === null) return null;
      const { filePaths } = await dialog.showOpenDialog(target, {
        ...dialogs[purpose],
        properties: ['openFile'],
      });
      return filePaths[0] ?? null;
    },
    async chooseTarget(purpose, name) {
      const target = window();
      if (target === null) return null;
      const { filePath } = await dialog.showSaveDialog(target, {
        title: targets[purpose],
        defaultPath: join(app.getPath('documents'), name),
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      });
      return filePath === '' ? null : filePath;
    },
    themeChanged(theme) {
      nativeTheme.themeSource = theme;
    },
    zoomChanged(zoom) {
      window()?.webContents.setZoomFactor(zoom / 100);
    },
  };
}
