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
  describe.skipIf(missing !== null)(`moving elements on ${kind}`, () => {
    let server: TestServer;
    let admin: Redis;
    let session: Session;
    beforeAll(async () => {
      server = await startRedis(kind);
      admin = server.client();
      ({ session } = await openSession(server));
    });
    afterAll(async () => {
      session.close();
      await server.stop();
    });
    beforeEach(() => admin.flushall());

    test('an element is moved to any index, and back to where it was', async () => {
      const own = await editingOf(session, key);
      for (const [index, to] of [
        [0, 3],
        [4, 0],
        [1, 2],
        [3, 1],
        [0, 4],
      ] as const) {
        await admin.del(key);
        await admin.rpush(key, 'a', 'x', 'c', 'x', 'e');
        const before = await admin.lrange(key, 0, -1);
        const [element = ''] = before.slice(index, index + 1);
        const edit = { kind: 'list.moveTo', index, before: b(element), to } as const;
        const moved = await own.change(edit);
        const rest = before.toSpliced(index, 1);
        expect(await admin.lrange(key, 0, -1)).toEqual(rest.toSpliced(to, 0, element));
        await admin.rpush(key, 'theirs');
        expect(await own.undo(moved)).toMatchObject({ restored: 1 });
        expect(await admin.lrange(key, 0, -1)).toEqual([...before, 'theirs']);
      }
      await expect(
        own.change({ kind: 'list.moveTo', index: 0, before: b('a'), to: 6 }),
      ).rejects.toMatchObject({ error: { code: 'input.invalid' } });
      expect(
        await own.change({ kind: 'list.moveTo', index: 0, before: b('z'), to: 2 }),
      ).toMatchObject({ outcome: 'conflict' });
    });
  });
}
