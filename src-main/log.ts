/**
 * Lines on stderr. Only names, codes and stacks belong here: never arguments, values, URLs or passwords.
 * What looks like a URL with credentials is masked all the same, since other people's errors quote them.
 */
const credentials = /(\w+:\/\/)\S*@/g;
// Errors quote what a server said: it must neither begin a line of its own nor steer a terminal.
// eslint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Text without what comes between a URL's scheme and the last @ of its word. */
export const redact = (text: string): string => text.replace(credentials, '$1***@');

const oneEntry = (text: string): string =>
  redact(text).replace(controls, '?').replaceAll('\n', '\n    ');

function describe(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.stack ?? `${thrown.name}: ${thrown.message}`;
  return typeof thrown === 'string' ? thrown : Object.prototype.toString.call(thrown);
}

function write(level: string, message: string, thrown?: unknown): void {
  const detail = thrown === undefined ? '' : ` ${describe(thrown)}`;
  process.stderr.write(`${new Date().toISOString()} ${level} ${oneEntry(message + detail)}\n`);
}

export const log = {
  info: (message: string): void => write('info', message),
  warn: (message: string, thrown?: unknown): void => write('warn', message, thrown),
  error: (message: string, thrown?: unknown): void => write('error', message, thrown),
};
