import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { describeKeys } from '../modules/keys/describe-keys.ts';
import {
  beginMove,
  fillCluster,
  finishMove,
  keyOn,
  migrate,
  nodeOf,
} from '../test-support/cluster-keys.ts';
import { openSession } from '../test-support/open-session.ts';
import { startCluster, type TestCluster, type TestNode } from '../test-support/start-cluster.ts';
import { missingServer } from '../test-support/start-redis.ts';
import { ClusterClient } from './cluster-client.ts';
import type { DestroyClient } from './clients.ts';
import { keySlot } from './key-slot.ts';
import { toText } from './reply.ts';
import type { Session } from './session.ts';
import type { SessionPool } from './session-pool.ts';

const bytes = (text: string): Buffer => Buffer.from(text);

for (const [kind, protocol] of [
  ['stack', 3],
  ['plain', 2],
] as const) {
  const missing = missingServer(kind);
  describe.skipIf(missing !== null)(
    `a cluster of ${kind} over RESP${protocol}${missing === null ? '' : ` (${missing})`}`,
    () => {
      let cluster: TestCluster;
      let pool: SessionPool;
      let session: Session;
      let redis: DestroyClient;
      const primary = (i: number): TestNode => {
        const node = cluster.primaries[i];
        if (node === undefined) throw new Error(`no primary ${i}`);
        return node;
      };
      beforeAll(async () => {
        cluster = await startCluster(kind);
        ({ pool, session } = await openSession(primary(1), { protocol }));
        redis = session.client;
      });
      afterAll(async () => {
        pool.closeAll();
        await cluster.stop();
      });
      beforeEach(async () => {
        await cluster.flush();
      });

      test('is known as one, with its nodes', () => {
        expect(redis).toBeInstanceOf(ClusterClient);
        expect(session.describe()).toMatchObject({
          state: { status: 'ready' },
          facts: { mode: 'cluster', protocol, cluster: { primaries: 3, replicas: 0, lost: [] } },
        });
      });

      test('slots are those of the server', async () => {
        const names: Buffer[] = Array.from({ length: 200 }, () =>
          Buffer.from(crypto.getRandomValues(new Uint8Array(Math.floor(Math.random() * 20)))),
        );
        names.push(bytes('a{b}c'), bytes('{}{x}'), bytes('a{{b}c'), bytes('}{'));
        for (const name of names)
          expect(keySlot(name)).toBe(
            Number(await primary(0).admin.call('cluster', 'keyslot', name)),
          );
      });

      test('each command reaches the node of its key, and a batch has its replies in order', async () => {
        await fillCluster(cluster, 'n:', 600);
        const replies = await redis.readAll(
          Array.from({ length: 600 }, (_one, i) => ['get', bytes(`n:${i}`)] as const),
        );
        expect(replies.map((one) => (one.ok ? toText(one.reply) : null))).toEqual(
          Array.from({ length: 600 }, (_one, i) => String(i)),
        );
        for (const node of cluster.primaries) {
          const key = bytes(keyOn(cluster, node, 'w:'));
          await redis.write('set', key, 'v');
          expect(await node.admin.getBuffer(key)).toEqual(bytes('v'));
          expect(toText(await redis.read('object|encoding', key))).toBe('embstr');
          expect(toText(await redis.destroy('unlink', key))).toBe('1');
        }
        expect(toText(await redis.read('dbsize'))).toBe('600');
        const facts = await describeKeys(
          redis,
          Array.from({ length: 200 }, (_one, i) => bytes(`n:${i}`)),
        );
        expect(facts.every((one) => one.state === 'present')).toBe(true);
      });

      test('keys that may go together are those of one slot, in their order', async () => {
        const names = ['b{x}', 'a', '{x}', 'z{a}', 'c{x}'];
        const groups = redis.together(names.map(bytes)).map((group) => group.map(String));
        expect(groups).toEqual([
          ['b{x}', '{x}', 'c{x}'],
          ['a', 'z{a}'],
        ]);
        expect(redis.placeOf(bytes('a'))).toEqual({
          slot: keySlot(bytes('a')),
          node: `127.0.0.1:${nodeOf(cluster, 'a').port}`,
        });
      });

      test('a command or transaction over several slots is refused here, with a word', async () => {
        await expect(redis.write('renamenx', bytes('a'), bytes('b'))).rejects.toMatchObject({
          error: { code: 'unsupported' },
        });
        const across = redis.transact([bytes('a'), bytes('b')], async () => []);
        await expect(across).rejects.toMatchObject({ error: { code: 'unsupported' } });
        const [one, two] = await redis.readAll([
          ['exists', bytes('a'), bytes('b')],
          ['exists', bytes('a')],
        ]);
        expect([one?.ok, two?.ok]).toEqual([false, true]);
      });

      test('a transaction runs where its keys are, and sees changes of others', async () => {
        for (const node of cluster.primaries) {
          const key = bytes(keyOn(cluster, node, 't:'));
          const done = await redis.transact(key, async (reader) => {
            expect(await reader.read('get', key)).toBeNull();
            return [['set', key, 'v']];
          });
          expect(done).toMatchObject({ done: true, replies: [{ ok: true }] });
          const undone = await redis.transact(key, async () => {
            await node.admin.set(key, 'other');
            return [['set', key, 'mine']];
          });
          expect(undone).toEqual({ done: false });
          expect(await node.admin.get(key)).toBe('other');
        }
      });

      test('PUBSUB is asked of all nodes', async () => {
        const listeners = cluster.primaries.map((node) => node.client());
        for (const [i, listener] of listeners.entries()) {
          await listener.subscribe('news', `only:${i}`);
          await listener.psubscribe('p*');
        }
        const channels = await redis.read('pubsub|channels');
        expect(Array.isArray(channels) ? channels.map(String).sort() : null).toEqual([
          'news',
          'only:0',
          'only:1',
          'only:2',
        ]);
        const counts = await redis.read('pubsub|numsub', 'news', 'only:1');
        expect(Array.isArray(counts) ? counts.map(String) : null).toEqual([
          'news',
          '3',
          'only:1',
          '1',
        ]);
        expect(toText(await redis.read('pubsub|numpat'))).toBe('3');
        for (const listener of listeners) listener.disconnect();
      });

      test.skipIf(kind !== 'stack')('series are found by their labels on every node', async () => {
        const names = cluster.primaries.map((node) => keyOn(cluster, node, 'temperature:'));
        for (const [i, node] of cluster.primaries.entries())
          await node.admin.call('ts.create', names[i] ?? '', 'LABELS', 'what', 'temperature');
        const found = await redis.read('ts.queryindex', 'what=temperature');
        expect(Array.isArray(found) ? found.map(String).sort() : null).toEqual(names.sort());
      });

      test('follows a key whose slot is on its way, and the slot when it has arrived', async () => {
        const [from, to] = [primary(0), primary(2)];
        const tag = keyOn(cluster, from, 'moving');
        const [gone, stays] = [`{${tag}}gone`, `{${tag}}stays`];
        const slot = keySlot(bytes(gone));
        await from.admin.mset(gone, 1, stays, 2);
        await beginMove(slot, from, to);
        await migrate(gone, from, to);
        const read = async (): Promise<(string | null)[]> =>
          (
            await redis.readAll([
              ['get', bytes(gone)],
              ['get', bytes(stays)],
            ])
          ).map((one) => (one.ok ? toText(one.reply) : one.failure.message));
        expect(await read()).toEqual(['1', '2']);
        expect(toText(await redis.write('append', bytes(gone), '1'))).toBe('2');
        const asked = await redis.transact(bytes(gone), async (reader) => {
          expect(toText(await reader.read('get', bytes(gone)))).toBe('11');
          return [['set', bytes(gone), 'asked']];
        });
        expect(asked).toMatchObject({ done: true });
        const leaving = await redis.transact(bytes(stays), async () => {
          await migrate(stays, from, to);
          return [['set', bytes(stays), 'lost']];
        });
        expect(leaving).toEqual({ done: false });
        await finishMove(slot, to, [from]);
        expect(await read()).toEqual(['asked', '2']);
        expect(redis.placeOf(bytes(gone))?.node).toBe(`127.0.0.1:${to.port}`);
        const moved = await redis.transact(bytes(stays), async () => [
          ['append', bytes(stays), '!'],
        ]);
        expect(moved).toMatchObject({ done: true });
        expect(await read()).toEqual(['asked', '2!']);
      });
    },
  );
}
