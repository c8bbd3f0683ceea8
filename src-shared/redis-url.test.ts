import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRedisUrl } from './redis-url.ts';

const parsed = (text: string) => {
  const result = parseRedisUrl(text);
  if (!result.ok) throw new Error(result.reason);
  return result.url;
};

describe('parseRedisUrl', () => {
  test('reads every part', () => {
    expect(parsed('rediss://inspector:p%40ss%3Aword@redis.internal:6380/3')).toEqual({
      fields: { host: 'redis.internal', port: 6380, db: 3, username: 'inspector', tls: true },
      password: 'p@ss:word',
      ignored: [],
    });
  });

  test('knows the short forms', () => {
    expect(parsed('redis://localhost').fields).toEqual({
      host: 'localhost',
      port: 6379,
      db: 0,
      username: '',
      tls: false,
    });
    expect(parsed('redis://:secret@h').password).toBe('secret');
    expect(parsed('valkeys://h:1').fields.tls).toBe(true);
    expect(parsed('redis://[::1]:7000/1').fields).toMatchObject({ host: '::1', port: 7000 });
  });

  test('takes nothing out of the query, and says so', () => {
    expect(parsed('redis://h?tls=x&family=6').ignored).toEqual(['tls', 'family']);
  });

  test('refuses what is none, with a reason', () => {
    for (const text of ['http://h', 'redis://h:0', 'redis://h/abc', 'redis://u:%zz@h', ''])
      expect(parseRedisUrl(text)).toMatchObject({ ok: false });
  });

  test('any user and password survive', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme' }),
        (user, password) => {
          const url = parsed(
            `redis://${encodeURIComponent(user)}:${encodeURIComponent(password)}@host:1/2`,
          );
          expect(url.fields.username).toBe(user);
          expect(url.password).toBe(password);
        },
      ),
    );
  });
});
