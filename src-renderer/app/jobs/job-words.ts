import type { Job, ReportPart } from '../../../src-shared/contract/jobs.ts';
import { REPORT_PARTS } from '../../../src-shared/report-parts.ts';
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

/** "1,200 deleted, 3 had gone, 1 of another type, 1 key not deleted" */
export function countsText({ kind, changed, ...job }: Job): string {
  const { missing, failedCount, otherType, otherTtl } = job;
  return [
    `${formatCount(changed)} ${verbs[kind][1]}`,
    missing > 0 ? `${formatCount(missing)} had gone` : null,
    otherType > 0 ? `${formatCount(otherType)} of another type` : null,
    otherTtl > 0 ? `${formatCount(otherTtl)} with another TTL` : null,
    failedCount > 0 ? `${formatCountOf(failedCount, 'key')} not ${verbs[kind][1]}` : null,
  ]
    .filter((part) => part !== null)
    .join(', ');
}

/** 0 to 1; null when there is no telling. */
export const shareOf = ({ done, total }: Job): number | null =>
  total === null ? null : total === 0 ? 1 : done / total;

const NOT_MATCHED = 'What came to match since was left alone: only what was planned is acted on';

/** How a part of a report is called, and what it says. */
export const partWords: Readonly<
  Record<ReportPart, { readonly label: string; readonly about: string }>
> = {
  failed: { label: 'Failed', about: 'Nothing was done to them, for the reason beside each' },
  gone: {
    label: 'Gone',
    about: `Deleted or expired between the plan and their turn. ${NOT_MATCHED}`,
  },
  otherType: {
    label: 'Other type',
    about: `Of another type than when it was planned: left alone. ${NOT_MATCHED}`,
  },
  otherTtl: {
    label: 'Other TTL',
    about: `Their TTL came or went after the plan, which did not keep it from being done. ${NOT_MATCHED}`,
  },
};

export function partCount(job: Job, part: ReportPart): number {
  const { failedCount, missing, otherType, otherTtl } = job;
  return { failed: failedCount, gone: missing, otherType, otherTtl }[part];
}

/** The parts that there is something in. */
export const partsOf = (job: Job): readonly ReportPart[] =>
  REPORT_PARTS.filter((part) => partCount(job, part) > 0);
