import type { OpenConnection } from '../../src-shared/contract/connections.ts';
import { connectionId } from '../../src-shared/contract/define.ts';

/** An open connection for tests of views. What belongs to a connection is kept by its id: tests that must not share it give their own. */
export const fakeConnection = (change: Partial<OpenConnection> = {}): OpenConnection => ({
  id: connectionId.parse('c1'),
  profile: null,
  name: 'Shop',
  environment: 'local',
  address: 'localhost:6379',
  db: 0,
  separator: ':',
  separators: [':'],
  sandbox: false,
  state: { status: 'ready', sinceMs: 0 },
  facts: null,
  readOnly: false,
  unlockedUntilMs: null,
  ...change,
});
