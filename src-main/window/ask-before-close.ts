import { type BrowserWindow, dialog } from 'electron';
import type { StopQuestion } from '../jobs/running-words.ts';
import { log } from '../log.ts';

const KEEP = 0;
const STOP = 1;

/** Asks before the window is closed, by the system's own dialog: it works also when the page does not. */
export function askBeforeClose(window: BrowserWindow, question: () => StopQuestion | null): void {
  let isAsking = false;
  let isAgreed = false;
  const ask = async (asked: StopQuestion): Promise<void> => {
    isAsking = true;
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      title: 'Redstart',
      message: asked.message,
      detail: asked.detail,
      buttons: ['Keep open', asked.close],
      defaultId: KEEP,
      cancelId: KEEP,
      noLink: true,
    });
    isAsking = false;
    if (response !== STOP || window.isDestroyed()) return;
    isAgreed = true;
    window.close();
  };
  window.on('close', (event) => {
    if (isAgreed) return;
    const asked = question();
    if (asked === null) return;
    event.preventDefault();
    if (!isAsking) ask(asked).catch((error: unknown) => log.error('asking before close', error));
  });
}
