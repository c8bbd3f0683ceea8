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
  const asked = stopQuestion([deleting.describe(), restoring.describe()], 0);
  expect(asked?.message).toBe('2 jobs are running');
  expect(asked?.detail).toMatch(/^deleting 12,003 of 50,000\nrestoring 0\n/);
  deleting.end('done', null);
  expect(stopQuestion([deleting.describe(), restoring.describe()], 0)?.message).toBe(
    '1 job is running',
  );
  restoring.end('cancelled', null);
  expect(stopQuestion([deleting.describe(), restoring.describe()], 0)).toBeNull();
});

test('changes that are not saved are counted, with what runs or alone', () => {
  expect(stopQuestion([], 1)).toMatchObject({
    message: 'Discard changes to 1 key?',
    close: 'Discard and close',
  });
  const asked = stopQuestion([job('delete', 5).describe()], 1_200);
  expect(asked).toMatchObject({ message: '1 job is running', close: 'Stop and close' });
  expect(asked?.detail).toContain('Changes to 1,200 keys are not saved');
});
