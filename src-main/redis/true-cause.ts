import type { Endpoint } from './connect.ts';
import { firstWords, isOpen } from './first-words.ts';

const hangUps: ReadonlySet<unknown> = new Set(['EPIPE', 'ECONNRESET']);

/** ioredis's own rejection only says "Connection is closed", and a broken pipe hides why the server closed it. */
export async function trueCause(
  endpoint: Endpoint,
  thrown: unknown,
  last: Error | null,
): Promise<Error> {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  if (error.name === 'ReplyError') return error;
  const cause = 'code' in error ? error : (last ?? error);
  // The time for connecting ends with the handshake: where the port is open, nobody answered that.
  if (endpoint.tls.enabled && 'code' in cause && cause.code === 'ETIMEDOUT')
    return (await isOpen(endpoint))
      ? Object.assign(new Error('no TLS'), { code: 'SILENT' })
      : cause;
  const wasClosed = 'code' in cause ? hangUps.has(cause.code) : cause === error;
  const words = wasClosed ? await firstWords(endpoint) : null;
  return words === null ? cause : Object.assign(new Error(words), { name: 'ReplyError' });
}
