import type { Job } from '../../../src-shared/contract/jobs.ts';
import { formatCount, formatCountOf, formatRate } from '../../ui/format/count.ts';
import { formatDuration } from '../../ui/format/duration.ts';

const verbs: Readonly<Record<Job['kind'], readonly [doing: string, done: string]>> = {
  delete: ['Deleting', 'deleted'],
  expire: ['Setting TTL of', 'changed'],
  rename: ['Renaming', 'renamed'],
  copy: ['Copying', 'copied'],
  export: ['Exporting', 'exported'],
  import: ['Importing', 'imported'],
  undo: ['Restoring', 'restored'],
};

export const doingWord = ({ kind }: Job): string => verbs[kind][0];

/** "12,340 of 1,204,000" */
export function progressText({ done, total }: Job): string {
  return total === null ? formatCount(done) : `${formatCount(done)} of ${formatCount(total)}`;
}

/** "8,200 keys/s, 2 min left"; why it waits; how it ended. */
export function stateText(job: Job): string {
  const { status, note, perSecond, remainingMs } = job;
  if (status === 'running')
    return [
      note,
      perSecond === null ? null : formatRate(perSecond, 'keys'),
      remainingMs === null ? null : `${formatDuration(remainingMs)} left`,
    ]
      .filter((part) => part !== null)
      .join(', ');
  const words = { paused: 'Paused', done: 'Done', cancelled: 'Cancelled', failed: 'Failed' }[
    status
  ];
  return note === null ? words : `${words}: ${note}`;
}

/** "1,200 deleted, 3 had gone, 1 failed" */
export function countsText({ kind, changed, missing, failedCount }: Job): string {
  return [
    `${formatCount(changed)} ${verbs[kind][1]}`,
    missing > 0 ? `${formatCount(missing)} had gone` : null,
    failedCount > 0 ? `${formatCountOf(failedCount, 'key')} failed` : null,
  ]
    .filter((part) => part !== null)
    .join(', ');
}

/** 0 to 1; null when there is no telling. */
export const shareOf = ({ done, total }: Job): number | null =>
  total === null ? null : total === 0 ? 1 : done / total;
