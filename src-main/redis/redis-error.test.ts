import { describe, expect, test } from 'vitest';
import { AppFailure } from '../rpc/app-failure.ts';
import { commandFailure, connectionError, isFinal } from './redis-error.ts';

const reply = (message: string): Error => Object.assign(new Error(message), { name: 'ReplyError' });
const system = (code: string): Error =>
  Object.assign(new Error(`connect ${code} 127.0.0.1`), { code });

describe('why there is no connection', () => {
  const table: readonly (readonly [string, Error, string, boolean, RegExp])[] = [
    [
      'a wrong password',
      reply('WRONGPASS invalid username-password pair or user is disabled.'),
      'redis.auth',
      true,
      /password is wrong/,
    ],
    [
      'no password',
      reply('NOAUTH Authentication required.'),
      'redis.auth',
      true,
      /wants a password/,
    ],
    [
      'a user without rights',
      reply("NOPERM User ro has no permissions to run the 'ping' command"),
      'redis.auth',
      true,
      /may not/,
    ],
    [
      'an old wrong password',
      reply('ERR invalid password'),
      'redis.auth',
      true,
      /password is wrong/,
    ],
    [
      'a password for a server without one',
      reply(
        'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
      ),
      'redis.auth',
      true,
      /without a password/,
    ],
    [
      'too many clients',
      reply('ERR max number of clients reached'),
      'redis.offline',
      false,
      /client limit/,
    ],
    [
      'no such database',
      reply('ERR DB index is out of range'),
      'redis.offline',
      true,
      /no database/,
    ],
    [
      'a database that is none',
      reply('ERR invalid DB index'),
      'redis.offline',
      true,
      /no database/,
    ],
    [
      'a cluster and a database',
      reply('ERR SELECT is not allowed in cluster mode'),
      'redis.offline',
      true,
      /database 0/,
    ],
    [
      'loading',
      reply('LOADING Redis is loading the dataset in memory'),
      'redis.offline',
      false,
      /loading/,
    ],
    [
      'a stale replica',
      reply("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'."),
      'redis.offline',
      false,
      /./,
    ],
    ['nobody there', system('ECONNREFUSED'), 'redis.offline', false, /Nothing listens/],
    ['no such name', system('ENOTFOUND'), 'redis.offline', false, /host name/],
    ['reset', system('ECONNRESET'), 'redis.offline', false, /TLS/],
    ['silence', system('SILENT'), 'redis.offline', false, /does not answer/],
    [
      'another protocol',
      new Error('Protocol error, got "H" as reply type byte'),
      'redis.offline',
      true,
      /not Redis/,
    ],
    [
      'another protocol, said otherwise',
      new Error('Unknown RESP type: "H"'),
      'redis.offline',
      true,
      /not Redis/,
    ],
    ['self-signed', system('DEPTH_ZERO_SELF_SIGNED_CERT'), 'redis.offline', true, /self-signed/],
    [
      'a certificate of another',
      system('ERR_TLS_CERT_ALTNAME_INVALID'),
      'redis.offline',
      true,
      /another name/,
    ],
    [
      'no TLS there',
      system('ERR_SSL_WRONG_VERSION_NUMBER'),
      'redis.offline',
      true,
      /does not speak TLS/,
    ],
    ['an expired certificate', system('CERT_HAS_EXPIRED'), 'redis.offline', true, /expired/],
    ['an unknown issuer', system('UNABLE_TO_GET_ISSUER_CERT_LOCALLY'), 'redis.offline', true, /CA/],
    ['an unverified leaf', system('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'redis.offline', true, /CA/],
    ['something new', system('EWHATEVER'), 'redis.offline', false, /Check/],
    [
      'a server that no longer answers',
      new Error("Socket timeout. Expecting data, but didn't receive any in 15000ms."),
      'redis.offline',
      false,
      /No answer/,
    ],
    ['a loss meanwhile', new Error('Connection is closed.'), 'redis.offline', false, /ask again/],
    ['a bare close', new Error('closed by the server'), 'redis.offline', false, /Check/],
  ];
  test.each(table)('%s', (_what, thrown, code, isLast, hint) => {
    const error = connectionError(thrown);
    expect(error.code).toBe(code);
    expect(isFinal(error)).toBe(isLast);
    expect('hint' in error ? error.hint : '').toMatch(hint);
  });

  test('what is known already stays as it is', () => {
    const error = { code: 'cancelled', message: 'Cancelled' } as const;
    expect(connectionError(new AppFailure(error))).toBe(error);
  });
});

describe('what a failed command means', () => {
  test('an error reply, by its first word and without arguments', () => {
    expect(
      commandFailure(reply('WRONGTYPE Operation against a key'), 'object|encoding', false).error,
    ).toEqual({
      code: 'redis.reply',
      command: 'OBJECT ENCODING',
      prefix: 'WRONGTYPE',
      message: 'WRONGTYPE Operation against a key',
    });
  });

  test.each([
    ['ERR something', 'ERR'],
    ['Existing key has wrong Redis type', 'ERR'],
    ['idx: no such index', 'ERR'],
    ['NOPERM x', 'NOPERM'],
    ['BUSYKEY Target key name already exists.', 'BUSYKEY'],
    ['', 'ERR'],
  ])('%s has the prefix %s', (message, prefix) => {
    expect(commandFailure(reply(message), 'get', false).error).toMatchObject({ prefix });
  });

  test('a write whose connection went may have run; a read is only offline', () => {
    const gone = new Error('Connection is closed.');
    expect(commandFailure(gone, 'pexpire', true).error).toMatchObject({
      code: 'redis.unknownOutcome',
      command: 'PEXPIRE',
    });
    expect(commandFailure(gone, 'get', false).error.code).toBe('redis.offline');
  });

  test.each([
    "Stream isn't writeable and enableOfflineQueue options is false",
    'enableOfflineQueue options is false',
  ])('a write that was never sent has not run: %s', (message) => {
    expect(commandFailure(new Error(message), 'pexpire', true).error.code).toBe('redis.offline');
  });
});

describe('no error says what was sent', () => {
  const leaks = [
    "ERR unknown command 'JSON.SET', with args beginning with: 'k' '$' 'hunter2' ",
    'ERR unknown command `HELLO`, with args beginning with: `3`, `AUTH`, `default`, `hunter2`, ',
    "ERR unknown command 'X', with args beginning with: 'a\nhunter2' ",
  ];
  test.each(leaks)('%s', (message) => {
    expect(JSON.stringify(commandFailure(reply(message), 'json.set', true).error)).not.toContain(
      'hunter2',
    );
    expect(JSON.stringify(connectionError(reply(message)))).not.toContain('hunter2');
    expect(commandFailure(reply(message), 'json.set', true).message).not.toContain('hunter2');
  });

  test('nor does the error of ioredis come along with its arguments', () => {
    const error = Object.assign(reply('WRONGPASS no'), {
      command: { name: 'auth', args: ['hunter2'] },
    });
    expect(JSON.stringify(connectionError(error))).not.toContain('hunter2');
    const failure = commandFailure(error, 'auth', false);
    expect(JSON.stringify([failure, failure.stack])).not.toContain('hunter2');
  });

  test('and a server cannot make it as long as it likes', () => {
    const long = reply(`ERR ${'x'.repeat(1_000_000)}`);
    expect(JSON.stringify(commandFailure(long, 'get', false).error).length).toBeLessThan(3_000);
    expect(JSON.stringify(connectionError(long)).length).toBeLessThan(3_000);
  });
});
