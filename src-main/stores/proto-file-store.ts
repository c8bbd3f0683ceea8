import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { type ProtoFile, protoFile } from '../../src-shared/contract/proto-files.ts';
import { LIMITS } from '../../src-shared/limits.ts';
import { toUtf8 } from '../../src-shared/redis-value.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import type { JsonFile } from './json-file.ts';

function refuse(name: string, message: string, limit: string): never {
  throw new AppFailure({ code: 'limit', limit, message: `${name} was not added: ${message}` });
}

/** The text of a file that somebody picked: no more of it is read than may be kept. */
async function readText(path: string): Promise<string> {
  const name = basename(path).slice(0, 200);
  const file = await open(path, 'r').catch((thrown: unknown) => {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return refuse(name, reason, 'a file that can be read');
  });
  try {
    if (!(await file.stat()).isFile()) refuse(name, 'it is no file', 'a file');
    const room = Buffer.alloc(LIMITS.protoFileBytes + 1);
    const { bytesRead } = await file.read(room, 0, room.byteLength, 0);
    if (bytesRead > LIMITS.protoFileBytes) refuse(name, 'it is longer than 1 MB', '1 MB');
    return toUtf8(room.subarray(0, bytesRead)) ?? refuse(name, 'it is no UTF-8 text', 'UTF-8 text');
  } finally {
    await file.close();
  }
}

/** The .proto files of this user, kept as text: the files they came from are not read again. */
export class ProtoFileStore {
  readonly #file: JsonFile;
  #files: readonly ProtoFile[] = [];

  constructor(file: JsonFile) {
    this.#file = file;
  }

  async load(): Promise<void> {
    const stored = await this.#file.read();
    const known = Array.isArray(stored) ? stored : [];
    this.#files = known
      .flatMap((one) => {
        const parsed = protoFile.safeParse(one);
        return parsed.success ? [parsed.data] : [];
      })
      .slice(0, LIMITS.protoFiles);
  }

  list(): ProtoFile[] {
    return [...this.#files];
  }

  /** Throws an AppFailure that says why a file cannot be kept. */
  async add(path: string): Promise<void> {
    const name = basename(path);
    const text = await readText(path);
    const others = this.#files.filter((one) => one.name !== name);
    if (name.length > 256) refuse(name.slice(0, 200), 'its name is too long', '256 characters');
    if (others.length >= LIMITS.protoFiles)
      refuse(name, `there are ${LIMITS.protoFiles} files; remove one`, `${LIMITS.protoFiles}`);
    await this.#keep([...others, { name, text }]);
  }

  async remove(name: string): Promise<void> {
    await this.#keep(this.#files.filter((one) => one.name !== name));
  }

  async #keep(files: readonly ProtoFile[]): Promise<void> {
    await this.#file.write(files);
    this.#files = files;
  }
}
