import type { AppError } from '../../src-shared/result.ts';
import { AppFailure } from '../rpc/app-failure.ts';

const hints: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens there: check host and port, and that the server runs',
  ENOTFOUND: 'No such host name: check its spelling and your network',
  EAI_AGAIN: 'The name server did not answer: check your network',
  ETIMEDOUT: 'No answer: check host, port and firewalls',
  'Connection is closed.': 'It was lost while this was asked: ask again when it is back',
  EHOSTUNREACH: 'No route to that host: check your network or VPN',
  ECONNRESET: 'The server closed the connection: does it want TLS, or is it no Redis server?',
  EPIPE: 'The server closed the connection: does it want TLS, or is it no Redis server?',
  EPROTO: 'The TLS handshake failed: does the server speak TLS on this port?',
  ERR_SSL_WRONG_VERSION_NUMBER: 'The server does not speak TLS on this port',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'The certificate is for another name: set the server name it is for',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate is self-signed: choose its CA file',
  SELF_SIGNED_CERT_IN_CHAIN: 'The chain ends in an unknown CA: choose its CA file',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'The chain could not be verified: choose the CA file',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'The issuing CA is not known here: choose its CA file',
  CERT_HAS_EXPIRED: 'The certificate has expired: renew it on the server',
  SILENT: 'Something accepts connections there but does not answer as Redis: check port and TLS',
  UNKNOWN_RESP: 'What answers there is not Redis: check the port',
};

/** The first word of an error reply, in Redis's own capitals: WRONGTYPE, NOPERM, ERR. */
const replyPrefix = (message: string): string =>
  /^[A-Z][A-Z0-9_]+(?=\s|$)/.exec(message)?.[0] ?? 'ERR';

function isErrorReply(error: Error): boolean {
  return error.name === 'ReplyError';
}

const MOST_WORDS = 1_000;

/** A server's own words, short enough to show; an unknown command is answered with its arguments, which may be secret. */
const serverWords = (message: string): string =>
  message.replace(/, with args beginning with:.*$/s, '').slice(0, MOST_WORDS);

/** The system's or TLS library's code, or one of ours for peers that are silent or speak something else. */
function causeCode(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (/Unknown RESP type|Protocol error, got/i.test(error.message)) return 'UNKNOWN_RESP';
  if (error.message.startsWith('Socket timeout')) return 'ETIMEDOUT';
  return error.message.slice(0, 200);
}

const noDatabase = /DB index is out of range|invalid DB index/i;
const noDatabaseOfCluster = /SELECT is not allowed in cluster mode/i;

/** What to do about an error reply to the words that make a connection, by what it says. */
const replyHints: readonly (readonly [RegExp, string])[] = [
  [/max number of clients/i, 'The server is at its client limit: close some or raise maxclients'],
  [noDatabase, 'The server has no database of that number'],
  [noDatabaseOfCluster, 'A cluster has database 0 only'],
  [
    /^DENIED .*protected mode/i,
    'The server is in protected mode: without a password it lets in its own computer only',
  ],
  [/^LOADING /, 'The server is loading its data: it will let us in when it has'],
  [/^MASTERDOWN /, 'A replica that has lost its master and does not serve old data'],
];

/** Of an error reply that is about who we are; null when it is about something else. */
function authHint(message: string): string | null {
  if (message.startsWith('NOAUTH')) return 'The server wants a password';
  if (message.startsWith('NOPERM')) return 'This user may not do what connecting needs';
  if (/without any password configured|no password is set/i.test(message))
    return 'This server lets in without a password: leave it empty';
  return /^WRONGPASS|^ERR invalid password/i.test(message)
    ? 'User or password is wrong, or the user is disabled'
    : null;
}

/** Why a connection could not be made or was lost, in words that say what to do. */
export function connectionError(error: Error): AppError {
  if (error instanceof AppFailure) return error.error;
  if (!isErrorReply(error)) {
    const cause = causeCode(error);
    return {
      code: 'redis.offline',
      cause,
      hint: hints[cause] ?? 'Check host, port and network',
      message: 'No connection to the server',
    };
  }
  const cause = serverWords(error.message);
  const hint = authHint(cause);
  if (hint !== null)
    return { code: 'redis.auth', cause, hint, message: 'The server refused to let us in' };
  return {
    code: 'redis.offline',
    cause,
    hint:
      replyHints.find(([words]) => words.test(cause))?.[1] ?? 'The server answered with an error',
    message: 'The server turned the connection away',
  };
}

/** Trying again by itself would only fill the server's ACL log or trip a ban. */
export function isFinal(error: AppError): boolean {
  if (error.code === 'redis.auth') return true;
  return (
    error.code === 'redis.offline' &&
    (error.cause === 'UNKNOWN_RESP' ||
      /^(UNABLE_TO_|ERR_SSL|ERR_TLS|EPROTO|[A-Z_]*(CERT|SIGNED))/.test(error.cause) ||
      noDatabase.test(error.cause) ||
      noDatabaseOfCluster.test(error.cause))
  );
}

/** What a failed command means to the caller; `sent` tells whether it may have run on the server. */
export function commandFailure(error: Error, command: string, writes: boolean): AppFailure {
  if (error instanceof AppFailure) return error;
  if (isErrorReply(error))
    return new AppFailure({
      code: 'redis.reply',
      command: command.toUpperCase().replace('|', ' '),
      prefix: replyPrefix(error.message),
      message: serverWords(error.message),
    });
  const neverSent = /isn't writeable|enableOfflineQueue/.test(error.message);
  if (writes && !neverSent)
    return new AppFailure({
      code: 'redis.unknownOutcome',
      command: command.toUpperCase(),
      message:
        'The connection dropped after the command was sent: it may or may not have run. Reload to see.',
    });
  return new AppFailure(connectionError(error));
}
