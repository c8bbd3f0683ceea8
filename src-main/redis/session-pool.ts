import { randomUUID } from 'node:crypto';
import type { OpenConnection } from '../../src-shared/contract/connections.ts';
import { type ConnectionId, connectionId } from '../../src-shared/contract/define.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import { Session, type SessionOptions } from './session.ts';

/** All servers that are open, by connection id. */
export class SessionPool {
  #sessions = new Map<ConnectionId, Session>();
  #watchers = new Set<() => void>();

  /** Opens and keeps it; a first connection that fails is thrown and not kept. */
  async open(options: Omit<SessionOptions, 'id' | 'onChange'>): Promise<Session> {
    const session = new Session({
      ...options,
      id: connectionId.parse(randomUUID()),
      onChange: () => this.#changed(),
    });
    try {
      await session.open();
    } catch (error) {
      session.close();
      throw error;
    }
    this.#sessions.set(session.id, session);
    this.#changed();
    return session;
  }

  get(id: ConnectionId): Session {
    const session = this.#sessions.get(id);
    if (session !== undefined) return session;
    throw new AppFailure({
      code: 'redis.offline',
      cause: 'closed',
      hint: 'Open the connection again',
      message: 'This connection is closed',
    });
  }

  close(id: ConnectionId): void {
    this.#sessions.get(id)?.close();
    if (this.#sessions.delete(id)) this.#changed();
  }

  closeAll(): void {
    for (const id of Array.from(this.#sessions.keys())) this.close(id);
  }

  list(): OpenConnection[] {
    return [...this.#sessions.values()].map((session) => session.describe());
  }

  sessions(): readonly Session[] {
    return [...this.#sessions.values()];
  }

  find(test: (session: Session) => boolean): Session | null {
    return [...this.#sessions.values()].find(test) ?? null;
  }

  /** Calls back after every change, until the function it gives is called. */
  watch(changed: () => void): () => void {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  }

  #changed(): void {
    for (const watcher of this.#watchers) watcher();
  }
}
