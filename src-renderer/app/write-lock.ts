import type { OpenConnection } from '../../src-shared/contract/connections.ts';

/** Why nothing can be sent that changes something, whoever the user is; null when it can. */
export function connectionLock(connection: OpenConnection): string | null {
  const { readOnly, unlockedUntilMs, state } = connection;
  if (state.status !== 'ready') return 'Not connected';
  return readOnly && (unlockedUntilMs === null || unlockedUntilMs <= Date.now())
    ? 'Read-only: unlock writes at the right of the status bar'
    : null;
}

/** Why nothing can be written now, null when it can; `command` is what the write would run, where that is one. */
export function writeLock(connection: OpenConnection, command: string | null): string | null {
  const lock = connectionLock(connection);
  if (lock !== null) return lock;
  const { facts } = connection;
  if (facts?.noWrites === 'replica') return 'A replica: what is written goes to its master';
  if (facts?.noWrites === 'user') return `${facts.user ?? 'This user'} may not write`;
  if (command !== null && facts?.refused.includes(command) === true)
    return `${facts.user ?? 'This user'} may not run ${command.toUpperCase()}`;
  return null;
}
