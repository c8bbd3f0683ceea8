import { jobId } from '../../src-shared/contract/jobs.ts';
import { connectionId, planId } from '../../src-shared/contract/define.ts';
import type { Handlers, RequestHandler, StreamHandler } from './handler-types.ts';

// Compiled by `tsc -b`, never run: each @ts-expect-error fails the build when its line compiles.
declare const handlers: Handlers;
const { 'keys.head': head, ...withoutHead } = handlers;

export const whole: Handlers = { ...withoutHead, 'keys.head': head };
// @ts-expect-error: a capability without a handler
export const lacking: Handlers = withoutHead;
// @ts-expect-error: a handler of another capability
export const swapped: Handlers = { ...handlers, 'keys.head': handlers['values.string'] };

const report = { job: jobId.parse('j') };

export const reads: RequestHandler<'keys.head'> = async ({ key }, { redis }) => {
  await redis.read('type', key);
  await redis.readAll([['pttl', key]]);
  // @ts-expect-error: a write command is none of the commands a read may send
  await redis.read('persist', key);
  // @ts-expect-error: nor in a batch
  await redis.readAll([['persist', key]]);
  // @ts-expect-error: a read handler cannot write
  await redis.write('persist', key);
  // @ts-expect-error: a read handler cannot write many
  await redis.writeAll([['persist', key]]);
  // @ts-expect-error: a read handler cannot transact
  await redis.transact(key, async () => null);
  // @ts-expect-error: a read handler cannot destroy
  await redis.destroy('unlink', key);
  // @ts-expect-error: a read handler cannot destroy many
  await redis.destroyAll([['unlink', key]]);
  return {
    type: 'none',
    ttlMs: null,
    encoding: null,
    idleSeconds: null,
    length: null,
    refused: [],
  };
};

export const writes: RequestHandler<'pubsub.publish'> = async ({ channel }, { redis }) => {
  await redis.write('publish', channel, 'm');
  await redis.transact(channel, async () => [['persist', channel]]);
  // @ts-expect-error: UNLINK is no write command
  await redis.write('unlink', channel);
  // @ts-expect-error: nor in a batch
  await redis.writeAll([['unlink', channel]]);
  // @ts-expect-error: nor in a transaction
  await redis.transact(channel, async () => [['unlink', channel]]);
  // @ts-expect-error: a write handler cannot destroy
  await redis.destroy('unlink', channel);
  // @ts-expect-error: a write handler cannot destroy in a transaction
  await redis.transactDestroy(channel, async () => [['unlink', channel]]);
  return { receivers: 0 };
};

export const destroys: RequestHandler<'bulk.start'> = async ({ planId: plan }, { redis }) => {
  await redis.destroy('unlink', plan);
  // @ts-expect-error: FLUSHALL is in no list
  await redis.destroy('flushall');
  return report;
};

// @ts-expect-error: what is app-wide gets no Redis
export const appWide: RequestHandler<'settings.get'> = async (_input, { redis }) =>
  redis.read('get');

// @ts-expect-error: the answer lacks most of what a head says
export const halfAnswer: RequestHandler<'keys.head'> = async () => ({ type: 'string' });

export const wrongInput: RequestHandler<'bulk.start'> = async (input) => {
  const parsed: { connection: string; planId: string } = input;
  // @ts-expect-error: the input has no such field
  return { job: input.count + parsed.planId.length };
};

// @ts-expect-error: an item of another shape
export const items: StreamHandler<'undo.watch'> = async function* () {
  yield [{ id: planId.parse('p') }];
};

// @ts-expect-error: a handler of a stream gives its items one after another
export const noStream: StreamHandler<'undo.watch'> = async () => [];

// @ts-expect-error: an id is checked where it comes in, never made of text by hand
export const madeUp: Parameters<RequestHandler<'keys.head'>>[0]['connection'] = 'c';
export const checked: Parameters<RequestHandler<'keys.head'>>[0]['connection'] =
  connectionId.parse('c');
