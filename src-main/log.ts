/**
 * Lines on stderr. Only names, codes and stacks belong here: never arguments, values, URLs or passwords.
 * What looks like a URL with credentials is masked all the same, since other people's errors quote them.
 */
const credentials = /(\w+:\/\/)[^\s@/]*@/g;

export const redact = (text: string): string => text.replace(credentials, '$1***@');

function describe(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.stack ?? `${thrown.name}: ${thrown.message}`;
  return typeof thrown === 'string' ? thrown : Object.prototype.toString.call(thrown);
}

function write(level: string, message: string, thrown?: unknown): void {
  const detail = thrown === undefined ? '' : ` ${describe(thrown)}`;
  process.stderr.write(`${new Date().toISOString()} ${level} ${redact(message + detail)}\n`);
}

export const log = {
  info: (message: string): void => write('info', message),
  warn: (message: string, thrown?: unknown): void => write('warn', message, thrown),
  error: (message: string, thrown?: unknown): void => write('error', message, thrown),
};
