import type { Input, Output, RequestName } from '../../src-shared/contract/index.ts';
import { fail, type Result } from '../../src-shared/result.ts';
import type { Bridge } from './bridge.ts';
import type { CallOptions } from './client.ts';

const cancelled = fail({ code: 'cancelled', message: 'Cancelled' });

/** One request to main; see Client.call. */
export async function call<K extends RequestName>(
  bridge: Bridge,
  name: K,
  input: Input<K>,
  { signal }: CallOptions = {},
): Promise<Result<Output<K>>> {
  if (signal?.aborted === true) return cancelled;
  const id = crypto.randomUUID();
  const abort = Promise.withResolvers<typeof cancelled>();
  const onAbort = (): void => {
    bridge.cancel(id);
    abort.resolve(cancelled);
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    // Seam: main answers each name with a Result of its output; its handlers are typed by the same contract.
    return (await Promise.race([bridge.call({ id, name, input }), abort.promise])) as Result<
      Output<K>
    >;
  } catch {
    return fail({
      code: 'internal',
      ref: id.slice(0, 8),
      message: 'The main process did not answer: restart Redstart',
    });
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}
