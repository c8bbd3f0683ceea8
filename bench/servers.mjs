import { fillSandbox } from '../src-main/sandbox/fill.ts';
import { startRedis } from '../src-main/test-support/start-redis.ts';

const pids = new Set();
process.once('exit', () => {
  for (const pid of pids) process.kill(pid, 'SIGKILL');
});

/** A Redis Stack of the bench's own, empty, with the URL to open it by. */
export async function startServer() {
  const server = await startRedis('stack');
  const { host, port, password, pid } = server;
  pids.add(pid);
  return {
    host,
    port,
    password,
    url: `redis://:${password}@${host}:${port}/0`,
    client: () => server.client(),
    async stop() {
      pids.delete(pid);
      await server.stop();
    },
  };
}

/** The same with the sandbox's data. */
export async function startFilledServer() {
  const server = await startServer();
  const filled = await fillSandbox(server.client());
  if (filled.ok) return server;
  throw new Error(`the server could not be filled: ${filled.error.message}`);
}
