import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { log } from '../log.ts';

/** A small file of ours: read whole, written whole and atomically, for this user only. */
export class JsonFile {
  readonly path: string;
  #writing: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.path = path;
  }

  /** Its content unchecked, or undefined when there is none or it is not JSON (then kept aside, and said in the log). */
  async read(): Promise<unknown> {
    let text: string;
    try {
      text = await readFile(this.path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
    try {
      return JSON.parse(text);
    } catch {
      const aside = `${this.path}.broken-${Date.now()}-${randomBytes(2).toString('hex')}`;
      await rename(this.path, aside);
      log.warn(`a file of ours was not JSON and is kept as ${aside}`);
      return undefined;
    }
  }

  /** For the moment of quitting, which waits for no promise. */
  writeNow(content: unknown): void {
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    const temporary = `${this.path}.last`;
    writeFileSync(temporary, JSON.stringify(content, null, 2), { mode: 0o600 });
    renameSync(temporary, this.path);
  }

  write(content: unknown): Promise<void> {
    const turn = this.#writing.then(async () => {
      await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
      const temporary = `${this.path}.new`;
      const file = await open(temporary, 'w', 0o600);
      try {
        // One that a crash has left keeps its own mode.
        await file.chmod(0o600);
        await file.writeFile(JSON.stringify(content, null, 2));
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, this.path);
    });
    // The next write must not fail because this one did; this one's caller is told.
    this.#writing = turn.catch(() => undefined);
    return turn;
  }
}
