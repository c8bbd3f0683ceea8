import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  type Profile,
  type ProfileFields,
  profileFields,
  type passwordChange,
} from '../../src-shared/contract/connections.ts';
import { type ProfileId, profileId } from '../../src-shared/contract/define.ts';
import { log } from '../log.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import type { JsonFile } from './json-file.ts';
import type { SecretBox } from './secret-box.ts';

/** Profiles were stored with one separator before they had several. */
const storedFields = z.preprocess((fields) => {
  if (typeof fields !== 'object' || fields === null || !('separator' in fields)) return fields;
  const { separator, ...rest } = fields;
  return { separators: [separator], ...rest };
}, profileFields);

const storedProfile = z.object({
  id: profileId,
  fields: storedFields,
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
  /** Those whose password the keychain did not give back. */
  #sealed = new Set<ProfileId>();
  /** Changes go one after another, each on what the one before has written. */
  #changing: Promise<unknown> = Promise.resolve();

  constructor(file: JsonFile, secrets: SecretBox) {
    this.#file = file;
    this.#secrets = secrets;
  }

  async load(): Promise<void> {
    const stored = await this.#file.read();
    if (stored === undefined) return;
    for (const entry of Array.isArray(stored) ? stored : [stored]) {
      const parsed = storedProfile.safeParse(entry);
      if (parsed.success && !this.#profiles.has(parsed.data.id))
        this.#profiles.set(parsed.data.id, parsed.data);
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

  save(id: ProfileId | null, fields: ProfileFields, change: PasswordChange): Promise<Profile> {
    return this.#change((profiles) => {
      const known = id === null ? null : this.#require(id);
      const entry: StoredProfile = {
        id: known?.id ?? profileId.parse(randomUUID()),
        fields,
        secret: change.action === 'keep' ? (known?.secret ?? null) : null,
        lastOpenedMs: known?.lastOpenedMs ?? null,
      };
      const { available, backend } = this.#secrets.status();
      const isStored = change.action === 'set' && available;
      if (isStored)
        entry.secret = { v: 1, backend, ciphertext: this.#secrets.encrypt(change.password) };
      profiles.set(entry.id, entry);
      return () => {
        if (change.action !== 'keep') {
          this.#session.delete(entry.id);
          this.#sealed.delete(entry.id);
        }
        if (change.action === 'set' && !isStored) this.#session.set(entry.id, change.password);
        return this.#describe(entry);
      };
    });
  }

  remove(id: ProfileId): Promise<boolean> {
    return this.#change((profiles) => {
      const removed = profiles.delete(id);
      return () => {
        this.#session.delete(id);
        return removed;
      };
    });
  }

  /** Only for the list: a file that cannot be written must not keep a connection from being opened. */
  async markOpened(id: ProfileId): Promise<void> {
    try {
      await this.#change((profiles) => {
        profiles.set(id, { ...this.#require(id), lastOpenedMs: Date.now() });
        return () => undefined;
      });
    } catch (error) {
      log.warn('when a connection was opened could not be noted', error);
    }
  }

  /** The password to connect with, null when there is none (or it cannot be read any more: then the user is asked). */
  password(id: ProfileId | null, change: PasswordChange): string | null {
    if (change.action === 'set') return change.password;
    if (change.action === 'clear' || id === null) return null;
    const inSession = this.#session.get(id);
    if (inSession !== undefined) return inSession;
    const { secret } = this.#require(id);
    const plain = secret === null ? null : this.#secrets.decrypt(secret.ciphertext);
    if (secret !== null && plain === null) this.#sealed.add(id);
    return plain;
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
    return available && backend === secret.backend && !this.#sealed.has(id)
      ? 'keychain'
      : 'unreadable';
  }

  /** Makes a change in the file first; what `change` gives back is done once it is there. */
  #change<T>(change: (profiles: Map<ProfileId, StoredProfile>) => () => T): Promise<T> {
    const turn = this.#changeAfter(this.#changing, change);
    this.#changing = turn.catch(() => undefined);
    return turn;
  }

  async #changeAfter<T>(
    earlier: Promise<unknown>,
    change: (profiles: Map<ProfileId, StoredProfile>) => () => T,
  ): Promise<T> {
    await earlier;
    const next = new Map(this.#profiles);
    const done = change(next);
    await this.#file.write([...next.values(), ...this.#unreadable]);
    this.#profiles = next;
    return done();
  }
}
