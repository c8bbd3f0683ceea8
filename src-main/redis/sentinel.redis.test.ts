import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSession } from '../test-support/open-session.ts';
import { freePort, missingServer, startRedis } from '../test-support/start-redis.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';

test.skipIf(missingServer('plain') !== null)(
  'a Sentinel is said to be one, with the masters it watches',
  async () => {
    const master = await startRedis('plain');
    const port = await freePort();
    const config = join(await temporaryFolder(), 'sentinel.conf');
    await writeFile(
      config,
      [
        `port ${port}`,
        'bind 127.0.0.1',
        `sentinel monitor shop ${master.host} ${master.port} 1`,
        `sentinel auth-pass shop ${master.password}`,
        'requirepass test-password',
      ].join('\n'),
    );
    const binary = 'redis-server';
    const child = spawn(binary, [config, '--sentinel'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise<void>((ready) => {
      child.stdout.on('data', (chunk: Buffer) => {
        if (chunk.includes('+monitor')) ready();
      });
    });
    for (const protocol of [2, 3] as const)
      await expect(openSession({ ...master, port }, { protocol })).rejects.toMatchObject({
        error: {
          code: 'redis.offline',
          message: 'This is a Sentinel: it watches servers and keeps no keys',
          hint: `Connect to the master it watches: shop is at ${master.host}:${master.port}`,
        },
      });
    child.kill('SIGKILL');
    await master.stop();
  },
);
