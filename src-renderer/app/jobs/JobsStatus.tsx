import { useStore } from 'zustand';
import { formatCountOf } from '../../ui/format/count.ts';
import { Meter } from '../../ui/Meter.tsx';
import { ClosingDialog } from './ClosingDialog.tsx';
import { doingWord, progressText, shareOf, stateText } from './job-words.ts';
import { JobControls } from './JobControls.tsx';
import { JobsDialog } from './JobsDialog.tsx';
import { hasEnded, jobsDialog, jobsStore } from './jobs-store.ts';

/** In the status bar: the work that runs, how far it is, and the way to all of it. */
export function JobsStatus() {
  const { jobs, isDialogOpen } = useStore(jobsStore);
  const running = jobs.filter((job) => !hasEnded(job));
  const [job] = running;
  const share = job === undefined ? null : shareOf(job);
  return (
    <>
      {job === undefined ? null : (
        // What it says may be long: what stands beside it must stay within reach.
        <span role="group" aria-label="Work in progress" className="min-w-0 shrink">
          <button
            type="button"
            className="flex min-w-0 items-center gap-1.5"
            onClick={jobsDialog.open}
          >
            <span className="flex-none">
              {doingWord(job)} {progressText(job)}
            </span>
            {share === null ? null : <Meter label={job.title} value={share} width={56} />}
            <span className="ell min-w-0 text-text-3" title={stateText(job)}>
              {stateText(job)}
            </span>
          </button>
          <JobControls job={job} />
        </span>
      )}
      {jobs.length > 0 && (job === undefined || running.length > 1) ? (
        <button type="button" onClick={jobsDialog.open}>
          {job === undefined
            ? `${formatCountOf(jobs.length, 'job')} done`
            : `and ${formatCountOf(running.length - 1, 'more job')}`}
        </button>
      ) : null}
      <ClosingDialog />
      {isDialogOpen ? <JobsDialog jobs={jobs} /> : null}
    </>
  );
}
