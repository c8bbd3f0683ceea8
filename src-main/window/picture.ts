import { writeFile } from 'node:fs/promises';
import { app, type BrowserWindow } from 'electron';
import { log } from '../log.ts';

/** Writes what the window shows as PNG and ends the app: 0 when the picture is there. */
export async function takePicture(window: BrowserWindow, file: string): Promise<void> {
  try {
    window.show();
    const image = await window.webContents.capturePage();
    if (image.isEmpty()) throw new Error('the window gave an empty picture');
    await writeFile(file, image.toPNG());
    process.exitCode = 0;
    app.quit();
  } catch (error) {
    log.error('picture', error);
    app.exit(1);
  }
}
