import { expect, test } from 'vitest';
import { connectionId } from '../../src-shared/contract/define.ts';
import { jobId } from '../../src-shared/contract/jobs.ts';
import { RunningJob } from './job.ts';
import { stopQuestion } from './running-words.ts';

const job = (kind: 'delete' | 'undo', total: number | null) =>
  new RunningJob(
    jobId.parse('j'),
    { connection: connectionId.parse('c'), kind, title: '', command: '', total },
    () => undefined,
  );

test('what runs is named before it is stopped, and nothing is asked when nothing runs', () => {
  const deleting = job('delete', 50_000);
  deleting.progress(12_003, { changed: 12_003 });
  const restoring = job('undo', null);
  const asked = stopQuestion([deleting.describe(), restoring.describe()]);
  expect(asked?.message).toBe('2 jobs are running');
  expect(asked?.detail).toMatch(/^deleting 12,003 of 50,000\nrestoring 0\n/);
  deleting.end('done', null);
  expect(stopQuestion([deleting.describe(), restoring.describe()])?.message).toBe(
    '1 job is running',
  );
  restoring.end('cancelled', null);
  expect(stopQuestion([deleting.describe(), restoring.describe()])).toBeNull();
});
