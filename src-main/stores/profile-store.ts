import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  type Profile,
  type ProfileFields,
  profileFields,
  type passwordChange,
} from '../../src-shared/contract/connections.ts';
import { type ProfileId, profileId } from '../../src-shared/contract/define.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import type { JsonFile } from './json-file.ts';
import type { SecretBox } from './secret-box.ts';

const storedProfile = z.object({
  id: profileId,
  fields: profileFields,
  /** `backend` tells which keyring made it: after a change of desktop it cannot be read, and is kept all the same. */
  secret: z.object({ v: z.literal(1), backend: z.string(), ciphertext: z.string() }).nullable(),
  lastOpenedMs: z.number().nullable(),
});
type StoredProfile = z.infer<typeof storedProfile>;

type PasswordChange = z.infer<typeof passwordChange>;

/** Saved connections. Passwords leave it only towards `connect`, never towards the window. */
export class ProfileStore {
  #file: JsonFile;
  #secrets: SecretBox;
  #profiles = new Map<ProfileId, StoredProfile>();
  /** Passwords that last until the app quits: there is no keychain, or the user typed one for now. */
  #session = new Map<ProfileId, string>();
  /** Entries that could not be read: kept in the file as they are. */
  #unreadable: unknown[] = [];

  constructor(file: JsonFile, secrets: SecretBox) {
    this.#file = file;
    this.#secrets = secrets;
  }

  async load(): Promise<void> {
    const stored = await this.#file.read();
    for (const entry of Array.isArray(stored) ? stored : []) {
      const parsed = storedProfile.safeParse(entry);
      if (parsed.success) this.#profiles.set(parsed.data.id, parsed.data);
      else this.#unreadable.push(entry);
    }
  }

  list(): Profile[] {
    return [...this.#profiles.values()].map((entry) => this.#describe(entry));
  }

  problems(): string[] {
    const count = this.#unreadable.length;
    return count === 0
      ? []
      : [
          `${count} saved ${count === 1 ? 'connection' : 'connections'} could not be read; kept in ${this.#file.path}`,
        ];
  }

  secretStorage(): { available: boolean; reason: string } {
    const { available, reason } = this.#secrets.status();
    return { available, reason };
  }

  get(id: ProfileId): ProfileFields {
    return this.#require(id).fields;
  }

  async save(
    id: ProfileId | null,
    fields: ProfileFields,
    change: PasswordChange,
  ): Promise<Profile> {
    const known = id === null ? null : this.#require(id);
    const entry: StoredProfile = {
      id: known?.id ?? profileId.parse(randomUUID()),
      fields,
      secret: known?.secret ?? null,
      lastOpenedMs: known?.lastOpenedMs ?? null,
    };
    if (change.action === 'clear') {
      this.#session.delete(entry.id);
      entry.secret = null;
    } else if (change.action === 'set') {
      const { available, backend } = this.#secrets.status();
      this.#session.delete(entry.id);
      if (available)
        entry.secret = { v: 1, backend, ciphertext: this.#secrets.encrypt(change.password) };
      else this.#session.set(entry.id, change.password);
    }
    this.#profiles.set(entry.id, entry);
    await this.#write();
    return this.#describe(entry);
  }

  async remove(id: ProfileId): Promise<boolean> {
    this.#session.delete(id);
    if (!this.#profiles.delete(id)) return false;
    await this.#write();
    return true;
  }

  async markOpened(id: ProfileId): Promise<void> {
    this.#require(id).lastOpenedMs = Date.now();
    await this.#write();
  }

  /** The password to connect with, null when there is none (or it cannot be read any more: then the user is asked). */
  password(id: ProfileId | null, change: PasswordChange): string | null {
    if (change.action === 'set') return change.password;
    if (change.action === 'clear' || id === null) return null;
    const inSession = this.#session.get(id);
    if (inSession !== undefined) return inSession;
    const { secret } = this.#require(id);
    return secret === null ? null : this.#secrets.decrypt(secret.ciphertext);
  }

  /** A password typed when opening, good until the app quits. */
  keepForSession(id: ProfileId, password: string): void {
    this.#session.set(id, password);
  }

  #require(id: ProfileId): StoredProfile {
    const entry = this.#profiles.get(id);
    if (entry !== undefined) return entry;
    throw new AppFailure({
      code: 'notFound',
      what: 'connection',
      message: 'This connection is no longer saved',
    });
  }

  #describe({ id, fields, secret, lastOpenedMs }: StoredProfile): Profile {
    return { id, ...fields, lastOpenedMs, password: this.#place(id, secret) };
  }

  #place(id: ProfileId, secret: StoredProfile['secret']): Profile['password'] {
    if (this.#session.has(id)) return 'session';
    if (secret === null) return 'none';
    const { available, backend } = this.#secrets.status();
    return available && backend === secret.backend ? 'keychain' : 'unreadable';
  }

  async #write(): Promise<void> {
    await this.#file.write([...this.#profiles.values(), ...this.#unreadable]);
  }
}
