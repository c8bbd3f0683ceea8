import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toBytes } from '../../../src-shared/redis-value.ts';
import type { Session } from '../../redis/session.ts';
import { editingOf } from '../../test-support/editing.ts';
import { openSession } from '../../test-support/open-session.ts';
import {
  missingServer,
  serverKinds,
  startRedis,
  type TestServer,
} from '../../test-support/start-redis.ts';

const b = toBytes;
const key = Buffer.from('k\0\xff', 'latin1');

for (const kind of serverKinds) {
  const missing = missingServer(kind);
  describe.skipIf(missing !== null)(`a part of a string on ${kind}`, () => {
    let server: TestServer;
    let admin: Redis;
    let session: Session;
    beforeAll(async () => {
      server = await startRedis(kind);
      admin = server.client();
      ({ session } = await openSession(server, {}));
    });
    afterAll(async () => {
      session.close();
      await server.stop();
    });
    beforeEach(() => admin.flushall());

    test('a part of a string that somebody changed, or that moved, is told and left alone', async () => {
      const own = await editingOf(session, key);
      await admin.set(key, 'abcdefgh');
      const part = {
        kind: 'string.setrange',
        length: 8,
        offset: 2,
        before: b('cdef'),
        value: b('cDef'),
      } as const;
      await admin.setrange(key, 5, 'F');
      expect(await own.change(part)).toEqual({
        outcome: 'conflict',
        now: { is: 'bytes', bytes: b('cdeF'), total: 4 },
      });
      await admin.set(key, 'abcdefghi');
      expect(await own.change(part)).toEqual({
        outcome: 'conflict',
        now: { is: 'length', length: 9 },
      });
      await admin.set(key, 'ab');
      expect(await own.change({ ...part, length: 8 })).toMatchObject({ outcome: 'conflict' });
      expect(await admin.get(key)).toBe('ab');
    });

    test('a part is taken back also when the value has grown, but not over another change', async () => {
      const own = await editingOf(session, key);
      await admin.set(key, 'abcdefgh');
      const outcome = await own.change({
        kind: 'string.setrange',
        length: 8,
        offset: 2,
        before: b('cdef'),
        value: b('cDEf'),
      });
      await admin.setrange(key, 3, 'x');
      expect(await own.undo(outcome)).toMatchObject({
        conflicts: [{ reason: 'It was changed since' }],
      });
      await admin.set(key, 'abcDEfghij');
      expect(await own.undo(outcome)).toMatchObject({ restored: 1 });
      expect(await admin.get(key)).toBe('abcdefghij');
    });
  });
}
