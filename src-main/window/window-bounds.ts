import { type BrowserWindow, screen } from 'electron';
import { z } from 'zod';
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

/** Puts the window, not yet shown, where it was last time (if `restore`), and remembers where it is when it closes. */
export async function keepBounds(
  window: () => BrowserWindow | null,
  file: JsonFile,
  { restore }: { readonly restore: boolean },
): Promise<void> {
  const last = restore ? await lastBounds(file) : null;
  const target = window();
  if (target === null) return;
  if (last !== null) {
    target.setBounds({ x: last.x, y: last.y, width: last.width, height: last.height });
    if (last.maximized) target.maximize();
  }
  target.on('close', () => {
    file.writeNow({ ...target.getNormalBounds(), maximized: target.isMaximized() });
  });
}
