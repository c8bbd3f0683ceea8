import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const children = new Set();
const folders = new Set();

// However this process ends, nothing that it started or made stays.
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));

/** A child process that is gone when we are. */
export function keepChild(child) {
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

/** An empty folder that is gone when we are. */
export function freshFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'redstart-bench-'));
  folders.add(folder);
  return folder;
}
