import { expect, test } from 'vitest';
import type { AppError } from '../../src-shared/result.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import { checked } from './checked.ts';
import type { BatchReply } from './clients.ts';

const failed = (error: AppError): BatchReply => ({ ok: false, failure: new AppFailure(error) });
const done: BatchReply = { ok: true, reply: '1' };
const refused = failed({ code: 'redis.reply', command: 'EVAL', prefix: 'NOPERM', message: 'no' });
const offline = failed({ code: 'redis.offline', cause: 'gone', hint: '', message: 'gone' });
const unknown = failed({ code: 'redis.unknownOutcome', command: 'EVAL', message: 'lost' });

/** What comes of calls that are answered so. */
const outcomeOf = async (...replies: BatchReply[]) =>
  await checked(
    {
      destroyAll: async () => replies,
      read: async () => null,
      readAll: async () => [],
      together: (keys) => [keys],
      nodes: async () => [],
      placeOf: () => null,
    },
    async () => replies.map(() => ['unlink', 'k']),
  );

test('a refusal is the answer of its call', async () => {
  expect(await outcomeOf(done, refused)).toEqual({ done: true, replies: [done, refused] });
});

test('nothing was sent only where that is so of every call', async () => {
  await expect(outcomeOf(offline, offline)).rejects.toMatchObject({
    error: { code: 'redis.offline' },
  });
  for (const replies of [
    [done, offline],
    [offline, refused],
    [offline, unknown],
    [unknown, done],
  ])
    await expect(outcomeOf(...replies)).rejects.toMatchObject({
      error: { code: 'redis.unknownOutcome' },
    });
});
