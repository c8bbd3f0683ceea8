import { fillSandbox } from '../src-main/sandbox/fill.ts';
import { startRedis } from '../src-main/test-support/start-redis.ts';

const started = new Set();
process.once('exit', () => {
  for (const { child } of started) child.kill('SIGKILL');
});

/** A Redis Stack of the bench's own, empty, with the URL to open it by. */
export async function startServer(options = []) {
  const server = await startRedis('stack', options);
  started.add(server);
  const { host, port, password } = server;
  return {
    host,
    port,
    password,
    url: `redis://:${password}@${host}:${port}/0`,
    client: () => server.client(),
    async stop() {
      started.delete(server);
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
