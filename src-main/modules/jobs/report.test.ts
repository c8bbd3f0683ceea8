import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { contract } from '../../../src-shared/contract/index.ts';
import { connectionId } from '../../../src-shared/contract/define.ts';
import type { JobId } from '../../../src-shared/contract/jobs.ts';
import { parseEscaped, toBytes } from '../../../src-shared/redis-value.ts';
import { JobRunner, type JobWork } from '../../jobs/job-runner.ts';
import { untilEnded } from '../../test-support/undoing.ts';
import { createJobsHandlers } from './handlers.ts';

describe('the report of a job', () => {
  let dir: string;
  let jobs: JobRunner;
  let copied: string;
  let target: string | null;
  let handlers: ReturnType<typeof createJobsHandlers>;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'redstart-test-'));
    target = join(dir, 'report.ndjson');
    copied = '';
    // Nothing here is asked of a server.
    jobs = new JobRunner({ list: () => [], get: never, watch: () => () => undefined });
    const shell = {
      copyText: (text: string) => (copied = text),
      chooseTarget: async () => target,
    };
    handlers = createJobsHandlers({ jobs, shell });
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const about = {
    connection: connectionId.parse('c1'),
    kind: 'delete',
    title: 'Delete 3 keys',
    command: 'UNLINK a',
    total: 3,
  } as const;
  const ended = async (work: JobWork): Promise<JobId> => {
    const id = jobs.start(about, work);
    await untilEnded(jobs, id);
    return id;
  };
  const context = { signal: new AbortController().signal };
  const page = async (job: JobId, part: 'failed' | 'gone', offset: number, count: number) =>
    contract['jobs.report'].output.parse(
      await handlers['jobs.report']({ job, part, offset, count }, context),
    );
  const lines = async (): Promise<unknown[]> =>
    (await readFile(join(dir, 'report.ndjson'), 'utf8'))
      .split('\n')
      .slice(0, -1)
      .map((line): unknown => JSON.parse(line));

  test('is read in pages, each part by itself, with the exact total', async () => {
    const id = await ended(async ({ fail, tell, progress }) => {
      for (let i = 0; i < 2_500; i++) fail(toBytes(`k${i}`), `no ${i % 2}`);
      tell('gone', toBytes('g'), 'gone');
      progress(2_503, { missing: 3 });
      return { ticket: null };
    });
    const second = await page(id, 'failed', 2_400, 1_000);
    expect(second).toMatchObject({ kept: 2_500, total: 2_500 });
    expect(second.rows).toHaveLength(100);
    expect(second.rows[99]).toEqual({ key: toBytes('k2499'), reason: 'no 1' });
    // Some were only counted.
    expect(await page(id, 'gone', 0, 10)).toEqual({
      rows: [{ key: toBytes('g'), reason: 'gone' }],
      kept: 1,
      total: 3,
    });
  });

  test('is saved whole, and what it says is harmless and without loss', async () => {
    const key = Uint8Array.from([0xff, 0, ...toBytes('‮<b>\n\\')]);
    const id = await ended(async ({ fail, tell }) => {
      for (let i = 0; i < 1_500; i++) fail(toBytes(`k${i}`), 'ERR one\r\ntwo ‮three');
      fail(key, 'no');
      tell('otherType', toBytes('t'), 'Left alone');
      return { ticket: null };
    });
    expect(await handlers['jobs.saveReport']({ job: id }, context)).toEqual({
      fileName: 'report.ndjson',
      keys: 1_502,
    });
    const [head, first, ...rest] = await lines();
    expect(head).toMatchObject({
      format: 'redstart-report',
      title: 'Delete 3 keys',
      status: 'done',
      failed: 1_501,
      otherType: 1,
    });
    expect(first).toEqual({ part: 'failed', key: 'k0', reason: 'ERR one\\r\\ntwo \\u{202e}three' });
    expect(rest.at(-1)).toEqual({ part: 'otherType', key: 't', reason: 'Left alone' });
    const hostile = '\\xff\\x00\\xe2\\x80\\xae<b>\\n\\\\';
    expect(rest.at(-2)).toEqual({ part: 'failed', key: hostile, reason: 'no' });
    expect(parseEscaped(hostile)).toEqual(key);
    expect(await readdir(dir)).toEqual(['report.ndjson']);
  });

  test('nothing is written where no file was chosen', async () => {
    target = null;
    const id = await ended(async () => ({ ticket: null }));
    expect(await handlers['jobs.saveReport']({ job: id }, context)).toBeNull();
    expect(await readdir(dir)).toEqual([]);
  });

  test('is copied with a line for each key, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 20 }), { minLength: 1 }),
        async (keys) => {
          const id = await ended(async ({ fail }) => {
            for (const key of keys) fail(key, 'tab\there');
            return { ticket: null };
          });
          const input = { job: id, part: 'failed' } as const;
          expect(await handlers['jobs.copyReport'](input, context)).toEqual({
            copied: keys.length,
            total: keys.length,
          });
          const read = copied
            .split('\n')
            .slice(0, -1)
            .map((line) => line.split('\t'));
          expect(read.map(([name]) => parseEscaped(name ?? ''))).toEqual(
            keys.map((key) => new Uint8Array(key)),
          );
          expect(new Set(read.map(([, reason]) => reason))).toEqual(new Set(['tab\\there']));
        },
      ),
      { numRuns: 30 },
    );
  });
});

function never(): never {
  throw new Error('no server is asked');
}
