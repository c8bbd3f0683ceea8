import type { Job } from '../../../src-shared/contract/jobs.ts';
import { useClient } from '../../client/client-context.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { formatClock } from '../../ui/format/clock.ts';
import { Meter } from '../../ui/Meter.tsx';
import { takeBack } from '../removal/offer-undo.ts';
import { sessionStore } from '../session-store.ts';
import { control, showReport } from './job-actions.ts';
import { countsText, partsOf, progressText, shareOf, stateText } from './job-words.ts';
import { JobButtons } from './JobControls.tsx';
import { hasEnded, jobsDialog } from './jobs-store.ts';

/** Of a job that runs: what there is by now. */
function ReportButton({ job }: { readonly job: Job }) {
  if (partsOf(job).length === 0) return null;
  return (
    <Button
      size="sm"
      onClick={() => {
        jobsDialog.close();
        showReport(job);
      }}
    >
      Report
    </Button>
  );
}

function EndedActions({ job }: { readonly job: Job }) {
  const client = useClient();
  const { ticket } = job;
  return (
    <>
      {ticket === null ? null : (
        <Button
          size="sm"
          onClick={() => void takeBack({ client, connection: job.connection, ticket })}
        >
          {job.kind === 'undo' ? 'Undo the rest' : 'Undo'}
        </Button>
      )}
      <Button size="sm" tone="ghost" onClick={() => void control(client, 'jobs.dismiss', job)}>
        Dismiss
      </Button>
    </>
  );
}

function JobRow({ job }: { readonly job: Job }) {
  const share = shareOf(job);
  const server = sessionStore.getState().connections.find(({ id }) => id === job.connection)?.name;
  return (
    <li className="border-t border-border-1 py-2 first:border-t-0">
      <div className="flex items-center gap-2">
        <span className="font-strong ell">{job.title}</span>
        <span className="ml-auto flex flex-none items-center gap-1.5">
          <ReportButton job={job} />
          {hasEnded(job) ? <EndedActions job={job} /> : <JobButtons job={job} />}
        </span>
      </div>
      <div className="flex items-center gap-2 text-11 text-text-2">
        {share === null || hasEnded(job) ? null : (
          <Meter label={`Progress: ${job.title}`} value={share} width={120} />
        )}
        <span className="flex-none">
          {hasEnded(job) ? countsText(job) : `${progressText(job)}, ${countsText(job)}`}
        </span>
        <span
          className={`ell ${job.status === 'failed' ? 'text-danger' : ''}`}
          title={stateText(job)}
        >
          {stateText(job)}
        </span>
        <span className="ml-auto flex-none text-text-3">
          {server === undefined ? '' : `${server}, `}
          {formatClock(job.startedAtMs)}
        </span>
      </div>
      <div className="mono ell text-11 text-text-3" title={job.command}>
        {job.command}
      </div>
    </li>
  );
}

/** All work of this run of the app: what runs, and what came of the rest. */
export function JobsDialog({ jobs }: { readonly jobs: readonly Job[] }) {
  return (
    <Dialog isOpen onClose={jobsDialog.close} size="lg" title="Work on many keys">
      {jobs.length === 0 ? (
        <p className="text-12 text-text-2">Nothing runs, and nothing was done since the start</p>
      ) : (
        <ul aria-label="Jobs">
          {jobs.map((job) => (
            <JobRow key={job.id} job={job} />
          ))}
        </ul>
      )}
    </Dialog>
  );
}
