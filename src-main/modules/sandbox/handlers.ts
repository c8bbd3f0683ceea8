import type { SessionPool } from '../../redis/session-pool.ts';
import type { Handlers } from '../../rpc/handler-types.ts';
import { latest } from '../../rpc/latest.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { openSandbox } from '../../startup.ts';

interface Services {
  readonly pool: SessionPool;
  readonly sandbox: Sandbox;
}

export function createSandboxHandlers({ pool, sandbox }: Services) {
  return {
    'sandbox.open': async () => (await openSandbox(pool, sandbox)).describe(),
    'sandbox.setTraffic': async ({ on, rate }) => {
      sandbox.setTraffic({ on, rate });
      return {};
    },
    'sandbox.watch': (_input, { signal }) =>
      latest(
        () => sandbox.status(),
        (changed) => sandbox.watch(changed),
        signal,
      ),
  } satisfies Pick<Handlers, 'sandbox.open' | 'sandbox.setTraffic' | 'sandbox.watch'>;
}
