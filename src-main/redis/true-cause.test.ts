import { afterEach, expect, test } from 'vitest';
import { type FakePeer, startFakePeer } from '../test-support/fake-peer.ts';
import { trueCause } from './true-cause.ts';

let peer: FakePeer;
afterEach(() => peer.stop());

const late = Object.assign(new Error('connect ETIMEDOUT'), { code: 'ETIMEDOUT' });
const causeOf = async (port: number, isTls: boolean) =>
  await trueCause(
    {
      host: '127.0.0.1',
      port,
      db: 0,
      username: '',
      password: null,
      tls: { enabled: isTls, caFile: null, servername: null },
      protocol: 3,
    },
    late,
    late,
  );

test('a handshake that nobody answers on an open port is not a firewall', async () => {
  peer = await startFakePeer(() => undefined);
  const { port } = peer;
  expect(await causeOf(port, true)).toMatchObject({ code: 'SILENT' });
  expect(await causeOf(port, false)).toBe(late);
  await peer.stop();
  expect(await causeOf(port, true)).toBe(late);
});
