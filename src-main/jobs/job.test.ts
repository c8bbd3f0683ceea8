import { expect, test } from 'vitest';
import { connectionId } from '../../src-shared/contract/define.ts';
import { jobId } from '../../src-shared/contract/jobs.ts';
import { RunningJob } from './job.ts';

const about = {
  connection: connectionId.parse('c1'),
  kind: 'delete',
  title: 'Delete 3 keys',
  command: 'UNLINK a b c',
  total: 3,
} as const;

test('that it is slow is said while it runs only, and never as why it has ended', () => {
  const job = new RunningJob(jobId.parse('j1'), about, () => undefined);
  job.slow('The server answers slowly');
  expect(job.describe().note).toBe('The server answers slowly');
  job.pause();
  expect(job.describe().note).toBeNull();
  job.resume();
  job.note('The connection was lost');
  expect(job.describe().note).toBe('The connection was lost');
  job.note(null);
  expect(job.describe().note).toBe('The server answers slowly');
  job.cancel();
  job.end('cancelled', null);
  expect(job.describe().note).toBeNull();
});
