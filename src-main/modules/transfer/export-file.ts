import { randomBytes } from 'node:crypto';
import { type FileHandle, link, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppFailure } from '../../rpc/app-failure.ts';

const BUFFER = 1_048_576;
const MODE = 0o600;

const words: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  EFBIG: 'the disk does not take so large a file',
  ENOENT: 'the folder is not there any more',
  EISDIR: 'there is a folder of this name',
};

const codeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error ? String(error.code) : null;

/** A failed disk in words; anything else as it is. */
function cannotWrite(error: unknown): unknown {
  const code = codeOf(error);
  if (code === null || error instanceof AppFailure) return error;
  return new AppFailure({
    code: 'limit',
    limit: 'export file',
    message: `The file could not be written: ${words[code] ?? code}. Nothing is left of it`,
  });
}

async function guarded<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw cannotWrite(error);
  }
}

/** A file that is there as a whole, under its name, or not at all. */
export class ExportFile {
  #handle: FileHandle;
  #temporary: string;
  #path: string;
  /** The user was asked whether to replace it. */
  #mayReplace: boolean;
  #buffered: Buffer[] = [];
  #bufferedBytes = 0;
  #written = 0;

  private constructor(handle: FileHandle, temporary: string, path: string, mayReplace: boolean) {
    this.#handle = handle;
    this.#temporary = temporary;
    this.#path = path;
    this.#mayReplace = mayReplace;
  }

  /** Under another name in the same folder, for this user only; throws `limit` when that cannot be written. */
  static async create(path: string): Promise<ExportFile> {
    return await guarded(async () => {
      const mayReplace = await exists(path);
      const temporary = join(
        dirname(path),
        `.${basename(path)}.${randomBytes(6).toString('hex')}.part`,
      );
      const handle = await open(temporary, 'wx', MODE);
      return new ExportFile(handle, temporary, path, mayReplace);
    });
  }

  /** Where the next byte goes: for `backTo`. */
  get position(): number {
    return this.#written + this.#bufferedBytes;
  }

  async write(text: string): Promise<void> {
    if (text === '') return;
    const bytes = Buffer.from(text);
    this.#buffered.push(bytes);
    this.#bufferedBytes += bytes.byteLength;
    if (this.#bufferedBytes >= BUFFER) await this.#flush();
  }

  /** Forgets what was written since. */
  async backTo(position: number): Promise<void> {
    await this.#flush();
    await guarded(() => this.#handle.truncate(position));
    this.#written = position;
  }

  /** On disk and under its name; a file that has come there meanwhile is left alone. */
  async commit(): Promise<void> {
    await this.#flush();
    try {
      await guarded(async () => {
        await this.#handle.sync();
        await this.#handle.close();
        if (this.#mayReplace) await rename(this.#temporary, this.#path);
        else await this.#appear();
      });
    } catch (error) {
      await rm(this.#temporary, { force: true });
      throw error;
    }
  }

  async discard(): Promise<void> {
    await this.#handle.close();
    await rm(this.#temporary, { force: true });
  }

  /** A rename would go over a file of this name. */
  async #appear(): Promise<void> {
    try {
      await link(this.#temporary, this.#path);
      await rm(this.#temporary);
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EEXIST' || (await exists(this.#path)))
        throw new AppFailure({
          code: 'conflict',
          current: null,
          message: 'A file of this name has come there meanwhile: it was left alone',
        });
      // A file system without links.
      await rename(this.#temporary, this.#path);
    }
  }

  async #flush(): Promise<void> {
    if (this.#bufferedBytes === 0) return;
    const bytes = Buffer.concat(this.#buffered);
    this.#buffered = [];
    this.#bufferedBytes = 0;
    await guarded(async () => {
      let from = 0;
      while (from < bytes.byteLength) {
        const { bytesWritten } = await this.#handle.write(
          bytes,
          from,
          bytes.byteLength - from,
          this.#written,
        );
        from += bytesWritten;
        this.#written += bytesWritten;
      }
    });
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}
