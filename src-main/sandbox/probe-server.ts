import { connect } from 'node:net';

const ATTEMPT_MS = 1000;
const BETWEEN_MS = 20;

export interface ServerFacts {
  readonly version: string;
  /** The server's own process; for one in a container, its number in there. */
  readonly pid: number;
}

const fact = (info: string, name: string): string | undefined =>
  new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];

/** One try over a bare socket: a client library would retry, queue and put the password into its errors. */
function ask(port: number, password: string): Promise<ServerFacts | string> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    let text = '';
    const settle = (answer: ServerFacts | string): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(ATTEMPT_MS, () => settle('no answer'));
    socket.on('error', (error) => settle(error.message));
    socket.on('close', () => settle('connection closed'));
    socket.on('connect', () => socket.write(`AUTH ${password}\r\nPING\r\nINFO server\r\n`));
    socket.on('data', (data) => {
      text += data.toString('utf8');
      const refusal = /^-(.*?)\r\n/m.exec(text)?.[1];
      if (refusal !== undefined) settle(refusal);
      const version = fact(text, 'valkey_version') ?? fact(text, 'redis_version');
      // The last section's last line: by then all of it has come.
      if (!text.includes('+PONG') || version === undefined || !/uptime_in_days:\d+\r\n/.test(text))
        return;
      settle({ version, pid: Number(fact(text, 'process_id') ?? 0) });
    });
  });
}

/** Waits until the server takes commands; `ended` cuts the wait short. Resolves with the last reason if it does not. */
export async function waitUntilUp(
  port: number,
  password: string,
  { ended, deadlineMs }: { readonly ended: Promise<string>; readonly deadlineMs: number },
): Promise<ServerFacts | string> {
  const deadline = performance.now() + deadlineMs;
  let last = 'no answer';
  while (performance.now() < deadline) {
    const answer = await ask(port, password);
    if (typeof answer !== 'string') return answer;
    last = answer;
    const pause = new Promise<null>((resolve) => setTimeout(resolve, BETWEEN_MS, null));
    const gone = await Promise.race([ended, pause]);
    if (gone !== null) return gone;
  }
  return `no answer within ${Math.round(deadlineMs / 1000)} s (${last})`;
}
